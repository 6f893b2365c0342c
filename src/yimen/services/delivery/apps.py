"""Tells Django about this package."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "yimen.services.delivery"
    label = "delivery"
