"""Refusals of payments as sentences, and the codes in their facts as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise

PHRASES: Final[Mapping[str, str | Promise]] = {}

WORDS: Final[Mapping[str, str | Promise]] = {}
