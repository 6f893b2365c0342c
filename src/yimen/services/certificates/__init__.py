"""Results: certificates and decisions in force, the citizen's wallet, verification by code.

Owns what was issued and its state ever after; who decided so is in `cases`.
"""
