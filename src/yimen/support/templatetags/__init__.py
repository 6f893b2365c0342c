"""Filters that every channel may load: `parts` for form fields, `writing` for figures in words."""
