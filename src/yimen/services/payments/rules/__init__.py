"""What payments decides from values alone: states, postings, differences, dated numbers."""
