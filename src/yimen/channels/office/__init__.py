"""Managers and administrators: the hall today, windows, staff, parameters."""
