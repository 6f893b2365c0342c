"""Citizens the house knows, masked; in clear only for whoever acts for them."""

from dataclasses import dataclass
from datetime import datetime

from yimen.kernel import masking
from yimen.reference.people.errors import CitizenNotFound
from yimen.reference.people.models import Citizen
from yimen.reference.people.rules import Actor, IdKind, Level
from yimen.support.secrets import blind_index, unseal


@dataclass(frozen=True)
class CitizenView:
    """One person as pages show them: name, number and phone are masked."""

    id: int
    public_id: str
    id_kind: IdKind
    name: str
    number: str
    phone: str
    level: Level
    known_at: datetime
    seen_at: datetime
    checked_at: datetime | None


@dataclass(frozen=True)
class CitizenPlain:
    """One person in clear."""

    name: str
    number: str
    phone: str


def citizen(citizen_id: int) -> CitizenView:
    """One person.

    Raises:
        CitizenNotFound: no such person.
    """
    return citizen_view(_row(citizen_id))


def citizen_by_number(number: str, id_kind: IdKind = IdKind.RESIDENT) -> CitizenView | None:
    """The person with an identity number, None where the house does not know them."""
    row = Citizen.objects.filter(id_kind=id_kind.value, number_index=blind_index(number)).first()
    return citizen_view(row) if row else None


def citizen_index(citizen_id: int) -> bytes:
    """The blind index by which cases, certificates, bills and messages know the person.

    Raises:
        CitizenNotFound: no such person.
    """
    return bytes(_row(citizen_id).number_index)


def citizen_for_house(citizen_id: int) -> CitizenPlain:
    """Who a citizen is in full, for what they file themselves; never for another's page.

    Raises:
        CitizenNotFound: no such person.
    """
    row = _row(citizen_id)
    return CitizenPlain(
        name=unseal(bytes(row.name_sealed)),
        number=unseal(bytes(row.number_sealed)),
        phone=unseal(bytes(row.phone_sealed)),
    )


def actor_of_citizen(citizen_id: int) -> Actor:
    """A person who acts for themselves. They hold no rights; actions ask whether it is theirs.

    Raises:
        CitizenNotFound: no such person.
    """
    row = _row(citizen_id)
    return Actor("citizen", row.pk, row.public_id[:6], identity=bytes(row.number_index))


def citizen_view(row: Citizen) -> CitizenView:
    number = unseal(bytes(row.number_sealed))
    kind = IdKind(row.id_kind)
    masked = masking.citizen_id if kind is IdKind.RESIDENT else masking.document_number
    return CitizenView(
        id=row.pk,
        public_id=row.public_id,
        id_kind=kind,
        name=masking.name(unseal(bytes(row.name_sealed))),
        number=masked(number),
        phone=masking.mobile(unseal(bytes(row.phone_sealed))),
        level=Level(row.level),
        known_at=row.known_at,
        seen_at=row.seen_at,
        checked_at=row.checked_at,
    )


def _row(citizen_id: int) -> Citizen:
    row = Citizen.objects.filter(pk=citizen_id).first()
    if row is None:
        raise CitizenNotFound
    return row
