"""City, centres, floors, areas, windows, opening days. Owns places, not queues."""
