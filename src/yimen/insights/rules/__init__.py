"""Plain rules of figures: what a history row must be, what a figure is, how it is computed."""
