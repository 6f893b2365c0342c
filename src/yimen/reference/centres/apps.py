"""Tells Django about this package."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "yimen.reference.centres"
    label = "centres"
