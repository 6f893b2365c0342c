"""The pages of the machine."""
