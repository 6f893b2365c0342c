"""Plain Python everybody may use: refusals, identifiers, masking. No Django, no clock, no settings."""
