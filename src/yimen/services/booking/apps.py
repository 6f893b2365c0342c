"""Tells Django about this package."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "yimen.services.booking"
    label = "booking"
