"""The office: log-in, running the hall, accounts, devices, parameters."""
