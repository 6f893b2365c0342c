"""Verifying a notice: whether a paper in somebody's hand is genuine, and valid."""
