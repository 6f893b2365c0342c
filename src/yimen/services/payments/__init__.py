"""Bills, payments by QR code, refunds, the ledger, and its reconciliation with the gateway.

Knows amounts and a reference; what is paid for is known by whoever made the bill. Money is whole
fen, everywhere. Who hands the money over is the gateway (`devices.gateways`), an outside system.
"""
