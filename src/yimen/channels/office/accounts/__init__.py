"""The three administrators' pages: staff and roles, devices and keys, dated parameters."""
