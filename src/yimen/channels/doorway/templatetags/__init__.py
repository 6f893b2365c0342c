"""Filters that every door may load: `names`."""
