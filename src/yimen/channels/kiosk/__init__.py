"""Ticket machines and, later, self-service terminals.

A visit is a `Trip`: what the citizen has said so far, sealed into a hidden field of each page. The
server keeps nothing, addresses carry nothing, and leaving the page forgets everything.
"""
