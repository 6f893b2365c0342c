"""Running the hall: windows, skills, planned hours, queues, opening hours, the end of a day."""
