"""Whoever stands at the issue window, by the cards they show."""

from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from yimen.channels.doorway.readers import has_reader, read_card, simulated
from yimen.channels.doorway.who import StaffRequest
from yimen.devices.demo_cards import demo_cards
from yimen.kernel.identifiers import BadIdentifier, citizen_id
from yimen.services.cases.rules.handing import Shown

#: The reader of the issue window, by the name devices know.
_READER: Final = "issue-{centre}"


def shown_by(request: StaffRequest) -> Shown:
    """The cards shown: read by the reader, or typed and looked at."""
    said = request.POST
    read = bool(said.get("demo") or said.get("read")) and has_reader()
    if read:
        card = card_read(request)
        number, name = card.number, card.name
    else:
        number = citizen_id(said.get("number", ""), today=timezone.localdate())
        name = said.get("name", "").strip()[:100]
    return Shown(
        number,
        name,
        applicants_number=_tidy(said.get("applicants_number", "")),
        by_reader=read,
        authority=said.get("authority") == "on",
    )


def _tidy(text: str) -> str:
    try:
        return citizen_id(text, today=timezone.localdate())
    except BadIdentifier:
        return ""


def card_read(request: StaffRequest) -> Any:  # noqa: ANN401 - devices' card
    """The card on the reader of the issue window.

    Raises:
        ReaderError: it could not be read.
    """
    return read_card(
        _READER.format(centre=request.centre_id),
        on=timezone.localdate(),
        demo=request.POST.get("demo", "") if settings.DEMO else "",
    )


def cards_to_lay(request: StaffRequest) -> list[tuple[int, str]]:
    """Cards to lay on the simulated reader, in the demonstration only."""
    if not settings.DEMO or simulated(_READER.format(centre=request.centre_id)) is None:
        return []
    return [(place, card.name) for place, card in enumerate(demo_cards(timezone.localdate()))]
