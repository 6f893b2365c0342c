"""The phone's page of the way to a window, an area or a facility."""
