"""The way through the house as every door shows it: plans as SVG, directions as sentences."""
