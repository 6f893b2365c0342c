"""The event stream: tails the log and fans out by server-sent events.

Owns following the log without gap or repeat and the streams of browsers. Knows no tickets: what an
event means is up to the pages that listen.
"""
