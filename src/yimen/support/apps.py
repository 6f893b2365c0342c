"""Registers the glue: page parts, static files, template filters and the event log's table."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "yimen.support"
    label = "support"
