"""Tells Django about this package."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yimen.reference.people"
    label = "people"
