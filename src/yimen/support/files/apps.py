"""Registers the table of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "yimen.support.files"
    label = "files"
