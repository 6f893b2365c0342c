"""Tells Django about this package."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yimen.services.cases"
    label = "cases"
