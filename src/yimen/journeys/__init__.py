"""Everything that crosses services: check in, take a number, be served, rate."""
