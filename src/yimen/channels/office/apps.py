"""Tells Django about this package."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "yimen.channels.office"
    label = "office"
