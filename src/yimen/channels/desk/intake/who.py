"""Who applies, as the clerk's form says it: typed, or read from the card on the reader."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from yimen.channels.desk.seat import Seat, SeatedRequest
from yimen.channels.doorway.readers import read_card
from yimen.services.cases.actions.drafting import Person
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
