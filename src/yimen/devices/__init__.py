"""Hardware protocols, drivers and simulators. Knows no citizen and no case."""
