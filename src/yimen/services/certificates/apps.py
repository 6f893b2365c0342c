"""Tells Django about this package."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "yimen.services.certificates"
    label = "certificates"
