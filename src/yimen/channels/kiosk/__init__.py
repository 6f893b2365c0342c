"""Ticket machines and, later, self-service terminals."""
