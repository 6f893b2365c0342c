"""Ratings, one per visit. Owns what citizens said, never shows it to the rated clerk."""
