"""Pages of walls and window screens."""
