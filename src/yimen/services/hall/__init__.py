"""Queues, tickets, calling, windows in use, waiting ranges, replay.

Owns the line, not the place and not the person.
"""
