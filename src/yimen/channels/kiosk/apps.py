"""Tells Django about this package."""

from django.apps import AppConfig


class KioskConfig(AppConfig):
    name = "yimen.channels.kiosk"
    label = "kiosk"
