"""Pages about what leaves and reaches the house: parcels, lockers, messages."""
