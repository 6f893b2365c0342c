"""Booking on the phone, one question a page: business, day, half hour, who, done. No log-in."""
