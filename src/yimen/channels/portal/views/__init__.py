"""The pages of the phone."""
