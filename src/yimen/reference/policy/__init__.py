"""Dated parameters with their sources. Owns every number a notice can change."""
