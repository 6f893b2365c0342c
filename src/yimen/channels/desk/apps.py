"""Tells Django about this package."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yimen.channels.desk"
    label = "desk"
