"""Bookings at the reception: today's list, checking in by hand, booking for others, plans."""
