"""What people are told about money: what is due, what has come in, what goes back."""

from collections.abc import Mapping
from typing import Final

from yimen.journeys import telling
from yimen.journeys.telling import Said
from yimen.services.notify.rules.templates import Key
from yimen.support.following import LoggedEvent

_SAYS: Final[Mapping[str, Key]] = {
    "bill.made": Key.PAYMENT_DUE,
    "bill.paid": Key.PAYMENT_PAID,
    "bill.refunded": Key.PAYMENT_REFUNDED,
}
NAMES: Final = frozenset(_SAYS)
_WINDOW: Final = "window"


def on_bill(event: LoggedEvent) -> None:
    """Tell the applicant; nothing of a bill over nothing, and of one shown at the window anyway."""
    key, fen = _SAYS[event.name], int(event.body["fen"])
    case = telling.case_of(str(event.body["reference"]))
    if case is None or fen == 0:
        return
    if key is Key.PAYMENT_DUE and case.channel == _WINDOW:
        return
    occasion = f"{event.name}:{event.id}"
    telling.tell(case, Said(key, {"amount": fen}), occasion=occasion, at=event.at)
