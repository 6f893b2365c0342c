"""Figures computed from events, with formula and base."""
