"""Tells Django about this package."""

from importlib import import_module

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "yimen.channels.office"
    label = "office"

    def ready(self) -> None:
        """Make the log-in's parameters known wherever the policy page may be drawn."""
        import_module("yimen.channels.office.parameters")
