"""Getting to know people and organisations: at a window, or by their own log-in."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from yimen.reference.people.errors import CitizenNameNeeded
from yimen.reference.people.models import Citizen, Organisation
from yimen.reference.people.queries import CitizenView, citizen
from yimen.reference.people.rules import (
    Actor,
    IdKind,
    Level,
    Right,
    level_reached,
    require,
)
from yimen.support.secrets import blind_index, seal


@dataclass(frozen=True)
class Identity:
    """Who somebody is, in clear, checked in shape by the door before."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(default="", repr=False)
    id_kind: IdKind = IdKind.RESIDENT


def know_citizen(
    identity: Identity, *, by: Actor, at: datetime, checked: bool = False
) -> CitizenView:
    """The person with this document, made known where the house did not know them. Twice is once.

    Where a window has checked the card, name and phone are taken over as they are now. Otherwise
    what is known stays: nobody moves a known person to another phone by knowing their number.

    Args:
        identity: number, name and phone.
        by: who takes cases in, or the house.
        at: now.
        checked: the person stood here with their card.

    Raises:
        NotAllowed: `by` takes nothing in.
        CitizenNameNeeded: no name.
    """
    require(by, Right.RECEIVE)
    level = Level.CHECKED if checked else Level.ACCOUNT
    return citizen(known(identity, level, at=at))


def known(identity: Identity, level: Level, *, at: datetime) -> int:
    """The row of a person, inserted once however many ask at the same time; seen at `at`."""
    name = " ".join(identity.name.split())[:60]
    if not name:
        raise CitizenNameNeeded
    index = blind_index(identity.number)
    fresh = Citizen(
        public_id=secrets.token_urlsafe(16),
        id_kind=identity.id_kind.value,
        number_sealed=seal(identity.number),
        number_index=index,
        name_sealed=seal(name),
        level=Level.ACCOUNT.value,
        known_at=at,
        seen_at=at,
    )
    with transaction.atomic():
        Citizen.objects.bulk_create([fresh], ignore_conflicts=True)
        row = Citizen.objects.select_for_update().get(
            id_kind=identity.id_kind.value, number_index=index
        )
        row.seen_at = at
        if level is Level.CHECKED:
            _check(row, name, at=at)
        if identity.phone and (level is Level.CHECKED or row.phone_index is None):
            row.phone_sealed, row.phone_index = seal(identity.phone), blind_index(identity.phone)
        row.level = level_reached(Level(row.level), level).value
        row.save()
    return row.pk


def _check(row: Citizen, name: str, *, at: datetime) -> None:
    """Seen with the card. A phone that somebody had given before that is not trusted any more."""
    if row.checked_at is None:
        row.phone_sealed, row.phone_index = b"", None
    row.checked_at, row.name_sealed = at, seal(name)


def know_organisation(code: str, name: str, *, by: Actor, at: datetime) -> str:
    """The organisation with this social credit code; its public id. Twice is once.

    Raises:
        NotAllowed: `by` takes nothing in.
        CitizenNameNeeded: no name.
    """
    require(by, Right.RECEIVE)
    name = " ".join(name.split())[:120]
    if not name:
        raise CitizenNameNeeded
    index = blind_index(code)
    fresh = Organisation(
        public_id=secrets.token_urlsafe(16),
        code_sealed=seal(code),
        code_index=index,
        name_sealed=seal(name),
        known_at=at,
        seen_at=at,
    )
    with transaction.atomic():
        Organisation.objects.bulk_create([fresh], ignore_conflicts=True)
        row = Organisation.objects.select_for_update().get(code_index=index)
        row.seen_at, row.name_sealed = at, seal(name)
        row.save(update_fields=["seen_at", "name_sealed"])
    return row.public_id
