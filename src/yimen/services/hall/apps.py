"""Tells Django about this package."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "yimen.services.hall"
    label = "hall"
