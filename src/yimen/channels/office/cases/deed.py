"""What a deed on the page of a case is: its words, its form and its action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms

from yimen.channels.office.cases.picture import Picture
from yimen.reference.people.rules import Actor

Fields = dict[str, django_forms.Field]
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """One press of a button.

    Args:
        case_id: on which case.
        about: which of its steps, procedures, opinions or cards; 0 for the case itself.
        values: what the form held.
        by: who.
        at: when.
    """

    case_id: int
    about: int
    values: Values
    by: Actor
    at: datetime

    def text(self, name: str = "reason") -> str:
        return str(self.values.get(name) or "")


@dataclass(frozen=True)
class Deed:
    """A deed.

    Args:
        label: on its button.
        icon: before it.
        done: what is said afterwards.
        fields: its form, made for a case, one of its parts and whoever asks.
        take: the action.
        confirm: asked once before it is sent; for what cannot be undone.
    """

    label: str
    icon: str
    done: str
    fields: Callable[[Picture, int, Actor], Fields]
    take: Callable[[Asked], object]
    confirm: str = ""
