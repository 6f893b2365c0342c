"""Staff, roles, devices and their tokens. Owns who may do what, not what is done."""
