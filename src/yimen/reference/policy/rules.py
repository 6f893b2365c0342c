"""What a dated parameter is, and which value holds on a day. Each capability defines its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Final

from yimen.reference.policy.errors import BadValue, UnknownParameter

Value = int | float | bool | str


@dataclass(frozen=True)
class Parameter:
    """One number that a notice can change.

    Args:
        key: stable name, capability first, for example "hall.recall_limit".
        default: holds until a dated row says otherwise; its type is the parameter's type.
        unit: "minutes", "people", "stars" …; empty for a plain number or a switch.
        label: what it is, in Chinese, for those who edit it.
        source: where the default comes from.
        low: smallest sensible value, None without.
        high: largest sensible value, None without.
    """

    key: str
    default: Value
    unit: str
    label: str
    source: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Setting:
    """A parameter's value from a day on."""

    key: str
    value: Value
    effective_from: date


_DEFINED: Final[dict[str, Parameter]] = {}


def define(*parameters: Parameter) -> None:
    """Make a capability's parameters known. Called once, where its rules are imported."""
    _DEFINED.update({parameter.key: parameter for parameter in parameters})


def defined() -> Mapping[str, Parameter]:
    """All known parameters by key."""
    return _DEFINED


def parameter(key: str) -> Parameter:
    """The definition of a parameter.

    Raises:
        UnknownParameter: nobody defined it.
    """
    try:
        return _DEFINED[key]
    except KeyError:
        raise UnknownParameter(key=key) from None


def checked(key: str, value: object) -> Value:
    """`value` in the parameter's type.

    Raises:
        UnknownParameter: nobody defined it.
        BadValue: another type, or outside the sensible range.
    """
    known = parameter(key)
    wanted = type(known.default)
    if isinstance(value, bool) is not (wanted is bool):
        raise BadValue(key=key, needs=wanted.__name__)
    if wanted is float and isinstance(value, int):
        value = float(value)
    if not isinstance(value, wanted):
        raise BadValue(key=key, needs=wanted.__name__)
    if isinstance(value, int | float):
        if not isfinite(value):
            raise BadValue(key=key, needs=wanted.__name__)
        if known.low is not None and value < known.low:
            raise BadValue(key=key, needs=f">= {known.low}")
        if known.high is not None and value > known.high:
            raise BadValue(key=key, needs=f"<= {known.high}")
    return value


def value_on(key: str, day: date, settings: Iterable[Setting]) -> Value:
    """What holds on `day`: the setting with the latest start not after it, else the default."""
    held = [s for s in settings if s.key == key and s.effective_from <= day]
    if not held:
        return parameter(key).default
    return max(held, key=lambda setting: setting.effective_from).value
