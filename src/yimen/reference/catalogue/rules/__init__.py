"""What an item is and what follows from it, decided from values alone."""
