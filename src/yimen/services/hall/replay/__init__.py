"""A recorded hall day run through the live calling rule in simulated time.

Reads the day folder, runs it under a policy, scores the waits and the waiting range told at
arrival. No database, no clock: the same folder always gives the same answer.
"""
