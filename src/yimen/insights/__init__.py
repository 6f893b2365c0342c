"""Figures computed from services done: history of older systems and the live hall count alike.

Owns imported history, a copy of each finished service as a figure sees it, and daily facts summed
from them. Does not own tickets or ratings: those are asked of their services' queries.
"""
