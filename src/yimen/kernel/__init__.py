"""Plain Python for all: refusals, identifiers, masking. No Django, no clock, no settings."""
