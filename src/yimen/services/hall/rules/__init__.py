"""The hall's rules as pure functions: states, numbers, order, ranges."""
