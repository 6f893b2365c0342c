"""Who applies, as the clerk's form says it: typed, or read from the card on the reader.

Who was read is known to the house from now on, and may log in to their own pages.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from yimen.channels.desk.seat import Seat, SeatedRequest
from yimen.channels.doorway.readers import read_card
from yimen.kernel.identifiers import mobile
from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.actions.viewing import Plain
from yimen.services.cases.rules.states import Applicant


def person_said(
    request: SeatedRequest, seat: Seat, said: Mapping[str, Any], known: Plain
) -> Person:
    """What was typed or read; what was left empty stays as it is known.

    Raises:
        ReaderError: the card could not be read.
    """
    number, name = said.get("number", ""), said.get("name", "")
    agent_number, agent_name = said.get("agent_number", ""), said.get("agent_name", "")
    if request.POST.get("read") in {"applicant", "agent"}:
        card = read_card(
            f"window-{seat.window.number}",
            on=timezone.localdate(),
            demo=request.POST.get("demo", "") if settings.DEMO else "",
        )
        if request.POST["read"] == "applicant":
            number, name = card.number, card.name
        else:
            agent_number, agent_name = card.number, card.name
    return Person(
        Applicant(said.get("kind") or Applicant.PERSON),
        number or known.id,
        name or known.name,
        said.get("phone", "") or known.phone,
        agent_number or known.agent_id,
        agent_name or known.agent_name,
    )


def let_in(request: SeatedRequest, seat: Seat, person: Person) -> None:
    """Whoever stood here with their own card may open their own pages by the phone they gave.

    Not where somebody acts for them: the card may be another's then, and the phone the agent's.
    """
    stood_here = request.POST.get("read") == "applicant" and person.kind is Applicant.PERSON
    if not stood_here or person.agent_id or not person.phone:
        return
    identity = Identity(person.id, person.name, mobile(person.phone))
    people.know_citizen(identity, by=seat.actor, at=timezone.now(), checked=True)
