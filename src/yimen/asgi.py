"""The live stream, for Granian or any other ASGI server. Pages are in `yimen.wsgi`.

Django's settings, signatures and logging are used; its applications are not loaded, which keeps
the process small.
"""

import os
from typing import Any

from django.conf import settings
from django.utils.log import configure_logging

from yimen.channels.live.app import Live

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.settings")


def connect_parameters(database: dict[str, Any]) -> dict[str, Any]:
    """What psycopg wants to know, from Django's description of a database."""
    options = {
        name: value for name, value in database["OPTIONS"].items() if name != "prepare_threshold"
    }
    wanted = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
        **options,
        "application_name": "yimen-live",
        "connect_timeout": 5,
    }
    return {name: value for name, value in wanted.items() if value not in {"", None}}


configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
application = Live(
    connect_parameters(settings.DATABASES["default"]), origins=settings.CSRF_TRUSTED_ORIGINS
)
