"""Lets the job worker find the demonstration hall's life."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "yimen.demo"
    label = "demo"
