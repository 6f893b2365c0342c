"""Tells Django about this package."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "yimen.channels.api"
    label = "api"
