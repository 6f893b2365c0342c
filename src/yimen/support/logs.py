"""Structured logs: one JSON object a line on standard error, without personal data.

The rule is that nothing personal is logged at all: no bodies, query strings, headers or tokens. The
formatter is the net below the rule: identity and phone numbers that slip into a message are masked.
"""

import logging
import re
from typing import Any

from pythonjsonlogger.json import JsonFormatter

#: 18 digits (the last may be X) of an identity number, or the 11 of a mobile phone.
PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])")


class MaskingFormatter(JsonFormatter):
    """JSON lines in which long personal numbers keep their first and last two digits."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def mask(text: str) -> str:
    """The text with identity and phone numbers made unreadable."""
    return PERSONAL.sub(lambda found: f"{found[0][:2]}…{found[0][-2:]}", text)


def configuration(level: str) -> dict[str, Any]:
    """For Django's `LOGGING`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": MaskingFormatter,
                "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
                "json_ensure_ascii": False,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {"procrastinate": {"level": "WARNING"}},  # else several lines a job
        "root": {"handlers": ["stderr"], "level": level},
    }
