"""Messages to people: an inbox of their own, and SMS through a gateway.

Knows templates, addresses and deliveries; when to say what is decided in `journeys`.
"""
