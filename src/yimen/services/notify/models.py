"""Tables of notify."""
