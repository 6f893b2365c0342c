"""What can be decided about certificates from values alone."""
