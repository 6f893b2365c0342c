"""Forecast, simulation and staffing."""
