"""Seeing personal data in full: with right and reason, on record before it is shown."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import moves
from yimen.services.cases.errors import CaseNotFound, MaterialNotFound
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.materials import Material
from yimen.services.cases.models.steps import Step
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.reasons import check_reason
from yimen.support import audit, rows
from yimen.support.secrets import unseal


@dataclass(frozen=True)
class Plain:
    """Who applies and what they filled in, in full."""

    id: str
    name: str
    phone: str
    agent_id: str
    agent_name: str
    form: dict[str, object]
    address: dict[str, str]


def reveal(case_id: int, *, reason: str, by: Actor, at: datetime) -> Plain:
    """Personal data of a case in full. The look is on the case's record and on the looker's.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        ReasonNeeded: no reason was given.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        row = moves.locked(case_id)
        check_sees(row, by)
        record(row, "reveal", by=by, at=at, reason=reason)
        return plain(row)


def open_file(case_id: int, file_id: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Put on record that somebody looks at a file of a case, which cannot be masked.

    `reason`: what for, where that is asked; the page of a case is itself the reason.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        MaterialNotFound: no material of this case has the file.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        check_sees(row, by)
        if not Material.objects.filter(case=row, file_ids__contains=[file_id]).exists():
            raise MaterialNotFound
        record(row, "open_file", by=by, at=at, reason=reason, facts={"file": file_id})


def record(
    row: Case,
    look: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write a look at a locked case into its record and into the looker's."""
    moves.note(row, look, by=by, at=at, reason=reason, facts=facts)
    audit.append(
        f"view:{by.label}",
        look,
        actor=f"{by.kind}:{by.label}",
        at=at,
        facts={
            "case": row.number or row.public_id,
            **({"reason": moves.sm3_hex(reason)} if reason else {}),
            **(facts or {}),
        },
    )


def check_sees(row: Case, by: Actor) -> None:
    """Go on only if `by` sees people of the centre, of its department or one a step is routed to.

    Raises:
        NotAllowed: they do not.
    """
    routed = Step.objects.filter(case=row).values_list("department_id", flat=True)
    for department_id in {row.department_id, *routed}:
        if by.may(Right.VIEW_PERSON, centre_id=row.centre_id, department_id=department_id):
            return
    raise NotAllowed(right=Right.VIEW_PERSON)


def plain(row: Case) -> Plain:
    """For journeys that print, post and message; pages go by `reveal`."""
    form, address = unseal(bytes(row.form_sealed)), unseal(bytes(row.address_sealed))
    return Plain(
        id=unseal(bytes(row.applicant_id_sealed)),
        name=unseal(bytes(row.applicant_name_sealed)),
        phone=unseal(bytes(row.phone_sealed)),
        agent_id=unseal(bytes(row.agent_id_sealed)),
        agent_name=unseal(bytes(row.agent_name_sealed)),
        form=json.loads(form) if form else {},
        address=json.loads(address) if address else {},
    )


def for_house(case_id: int) -> Plain:
    """What notices, parcels and messages need, and what a window's forms complete; for no page.

    Raises:
        CaseNotFound: no such case.
    """
    return with_view(case_id)[1]


def with_view(case_id: int) -> tuple[CaseView, Plain]:
    """The same, beside the case as others see it.

    Raises:
        CaseNotFound: no such case.
    """
    found = rows.select(Case, {"id": case_id})
    if not found:
        raise CaseNotFound
    return as_view(found[0]), plain(found[0])
