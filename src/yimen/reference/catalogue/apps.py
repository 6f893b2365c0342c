"""Tells Django about this package."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "yimen.reference.catalogue"
    label = "catalogue"
