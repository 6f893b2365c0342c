"""Departments and, later, the items they offer. Owns names and codes, not cases."""
