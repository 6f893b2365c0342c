"""What the city does. Each package owns its tables; they are strangers to each other."""
