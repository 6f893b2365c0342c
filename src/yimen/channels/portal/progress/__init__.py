"""Progress of a case for whoever knows its number and query code, without logging in."""
