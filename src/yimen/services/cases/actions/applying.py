"""Who applies, and who acts for them: checked, sealed and written, for a case or a bundle."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from yimen.kernel import identifiers
from yimen.services.cases.actions.signing import drop_signature
from yimen.services.cases.errors import NameNeeded
from yimen.services.cases.models.bundles import CaseBundle
from yimen.services.cases.models.cases import Case
from yimen.services.cases.rules.states import Applicant
from yimen.support.secrets import blind_index, seal, unseal

_LONGEST_NAME: Final = 100
_WRITTEN: Final = (
    "applicant_kind",
    "applicant_index",
    "applicant_id_sealed",
    "applicant_name_sealed",
    "phone_sealed",
    "agent_index",
    "agent_id_sealed",
    "agent_name_sealed",
)


@dataclass(frozen=True)
class Person:
    """Who applies, and who stands here in their place.

    Args:
        kind: a person or an organisation.
        id: identity number or social credit code.
        phone: mobile number for messages; empty for who has none: the query code is on the receipt.
        agent_id, agent_name: of whoever acts for them; empty where they act themselves.
    """

    kind: Applicant
    id: str
    name: str
    phone: str
    agent_id: str = ""
    agent_name: str = ""


def check_person(person: Person, *, at: datetime) -> Person:
    """Who applies with numbers and names as they are stored.

    Raises:
        BadIdentifier: a number that cannot be one of its kind.
        NameNeeded: no name.
    """
    today = timezone.localdate(at)
    if person.kind is Applicant.PERSON:
        number = identifiers.citizen_id(person.id, today=today)
    else:
        number = identifiers.uscc(person.id)
    phone = identifiers.mobile(person.phone) if person.phone.strip() else ""
    agent = identifiers.citizen_id(person.agent_id, today=today) if person.agent_id else ""
    name, agent_name = _tidy(person.name), _tidy(person.agent_name)
    if not name or (agent and not agent_name):
        raise NameNeeded
    return Person(person.kind, number, name, phone, agent, agent_name)


def _tidy(name: str) -> str:
    return " ".join(name.split())[:_LONGEST_NAME]


def set_applicant(row: Case | CaseBundle, person: Person) -> tuple[str, ...]:
    """Seal a checked person into a row; the fields to be written. Somebody else signs anew."""
    unsigned = drop_signature(row, changed=bool(row.applicant_kind) and person_of(row) != person)
    row.applicant_kind = person.kind.value
    row.applicant_index, row.applicant_id_sealed = blind_index(person.id), seal(person.id)
    row.applicant_name_sealed, row.phone_sealed = seal(person.name), seal(person.phone)
    row.agent_index = blind_index(person.agent_id) if person.agent_id else None
    row.agent_id_sealed, row.agent_name_sealed = seal(person.agent_id), seal(person.agent_name)
    return (*_WRITTEN, *unsigned)


def person_of(row: Case | CaseBundle) -> Person:
    """Who applies, in full; only once somebody was set."""
    return Person(
        Applicant(row.applicant_kind),
        unseal(bytes(row.applicant_id_sealed)),
        unseal(bytes(row.applicant_name_sealed)),
        unseal(bytes(row.phone_sealed)),
        unseal(bytes(row.agent_id_sealed)),
        unseal(bytes(row.agent_name_sealed)),
    )
