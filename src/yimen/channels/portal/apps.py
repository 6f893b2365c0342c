"""Tells Django about this package."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "yimen.channels.portal"
    label = "portal"
