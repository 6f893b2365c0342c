"""A bundle (一件事) on the phone of whoever files it: begun, filled in, signed, followed."""
