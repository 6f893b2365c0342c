"""Tells Django about this package."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "yimen.channels.boards"
    label = "boards"
