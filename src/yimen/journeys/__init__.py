"""Everything that crosses services: check in, be served, file, pay, get results, be told, rate."""
