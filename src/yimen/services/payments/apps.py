"""Tells Django about this package."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "yimen.services.payments"
    label = "payments"
