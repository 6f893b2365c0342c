"""Plain rules of parcels and lockers: addresses, lives, the scale of carriers, alarms."""
