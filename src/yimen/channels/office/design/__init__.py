"""The living page of the design language: tokens, type, every component, every look.

Open to all; holds no data.
"""
