"""The functions of `yimen.support.writing` as filters; what is missing is written as a dash."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django import template

from yimen.support import writing

MISSING = "–"

register = template.Library()


def _or_dash(function: Callable[..., str]) -> Callable[..., str]:
    @wraps(function)
    def filtered(value: object, *args: object) -> str:
        return MISSING if value is None or value == "" else function(value, *args)

    return filtered


for _name, _function in writing.PLAIN.items():
    register.filter(_name, _or_dash(_function))


@register.filter
def wait_to(low: timedelta | None, high: timedelta | None) -> str:
    """`{{ low|wait_to:high }}`: 约 8–15 分钟."""
    return MISSING if low is None or high is None else writing.wait_to(low, high)
