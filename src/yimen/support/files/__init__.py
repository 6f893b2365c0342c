"""Files of citizens and of the house: received, checked, kept sealed, handed out by right.

Doors and journeys call `actions` (receive, keep, drop) and `queries` (file, content). `inspection`
is what runs in a process of its own: it opens what strangers sent and is not trusted to survive.
"""
