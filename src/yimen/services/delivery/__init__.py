"""Parcels both ways with their tracking, and pick-up lockers.

Knows addresses, parcels and codes; what lies in a parcel is known by whoever sent it.
"""
