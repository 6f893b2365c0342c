"""Tells Django about this package."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "yimen.reference.policy"
    label = "policy"
