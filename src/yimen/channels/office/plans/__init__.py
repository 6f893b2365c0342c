"""Looking at the house's plans, and trying ways on them."""
