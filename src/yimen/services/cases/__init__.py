"""Cases: from the intake at a window to the result in the citizen's hand.

Owns the life of a case, its materials, steps, clocks, notices, cards and the custody of its paper.
Not the bill, the parcel, the certificate or the message: `journeys` brings them together.
"""
