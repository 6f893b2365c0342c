"""Tells Django about the templates all doors share."""

from django.apps import AppConfig


class DoorwayConfig(AppConfig):
    name = "yimen.channels.doorway"
    label = "doorway"
