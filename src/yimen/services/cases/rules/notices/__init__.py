"""Notices (文书): their kinds, numbers and words. Facts in, a document as a value out.

`kinds` is the table of all kinds, `facts` what a notice was written from, `composing` the way from
one to the other; the words are in `intake`, `promises`, `handling` and `results`.
"""
