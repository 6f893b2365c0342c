"""What booking decides from values alone: states, half hours, dated numbers."""
