"""What every service looks up: departments, centres, people, dated parameters."""
