"""一门: a city's one-stop government service. The folders are the floors; imports run down only."""
