"""What is decided from values about places: opening hours here, the legal calendar in `legal`."""

from yimen.reference.centres.rules.opening import Hours, Interval, closes_at, overlap

__all__ = ["Hours", "Interval", "closes_at", "overlap"]
