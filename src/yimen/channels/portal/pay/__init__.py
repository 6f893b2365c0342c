"""The cashier: a bill, its QR code, its receipt; and the simulated cashier of the demonstration."""
