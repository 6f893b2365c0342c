"""Checking in at the machine: a booking becomes a number, by card, code or phone.

The views stand with the other views.
"""
