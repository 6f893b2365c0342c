"""Places by half hour, appointments, late and missed ones, bars.

Owns the promise of a time, not the line: `journeys.check_in` turns an appointment into a number.
"""
