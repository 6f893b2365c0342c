"""What can be done to a case; a module a subject. Nothing here knows HTTP."""
