"""Tells Django about this package."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "yimen.services.notify"
    label = "notify"
