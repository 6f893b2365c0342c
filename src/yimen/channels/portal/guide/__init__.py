"""What an item asks and gives, for the phone."""
