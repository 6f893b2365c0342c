"""Cases for the specialists behind the windows: inboxes, the case, its time, search, cards."""
