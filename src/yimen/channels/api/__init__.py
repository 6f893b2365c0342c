"""JSON for other systems and devices, by the same actions as the pages."""
