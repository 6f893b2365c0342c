"""Tells Django about this package."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "yimen.insights"
    label = "insights"
    verbose_name = "统计"
