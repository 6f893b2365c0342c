"""Repairing bad ratings: the list with its clocks and rates, and one repair with its steps."""
