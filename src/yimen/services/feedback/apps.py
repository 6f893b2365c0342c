"""Tells Django about this package."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "yimen.services.feedback"
    label = "feedback"
