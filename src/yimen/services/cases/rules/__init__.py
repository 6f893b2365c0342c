"""What can be decided about cases from values alone; a module a subject."""
