"""Bills, payments by QR code, refunds, the ledger, and its reconciliation with the gateway.

Knows amounts and a reference; what is paid for is known by whoever made the bill.
"""
