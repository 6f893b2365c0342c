"""Somebody to tell, something to say, and a gateway that does as it is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Lock

from tests.builders import CITIZEN
from yimen.devices.sms import OutgoingSms
from yimen.services.notify import actions
from yimen.services.notify.actions import Recipient
from yimen.services.notify.models import Sms
from yimen.services.notify.rules.templates import Key
from yimen.services.notify.rules.values import Value
from yimen.support.secrets import blind_index

#: A Friday morning, 10:00 in the city.
TEN = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)
CASE_NO = "441900202001170001230"
SUBJECT = f"case:{CASE_NO}"
PHONE = "13800000000"
INDEX = blind_index(CITIZEN)
ZHANG = Recipient(INDEX, PHONE)
ACCEPTED: Mapping[str, Value] = {
    "item": "食品经营许可",
    "case_no": CASE_NO,
    "due": date(2020, 2, 7),
    "code": "482913",
}


def at(minutes: float) -> datetime:
    """Minutes after ten."""
    return TEN + timedelta(minutes=minutes)


def say_accepted(
    subject: str = SUBJECT, *, to: Recipient = ZHANG, minutes: float = 0, occasion: str = "accepted"
) -> int | None:
    """A case was accepted."""
    return actions.say(
        Key.CASE_ACCEPTED,
        to=to,
        subject=subject,
        occasion=occasion,
        values=ACCEPTED,
        at=at(minutes),
        soon=False,
    )


def sms() -> Sms:
    """The only SMS."""
    return Sms.objects.get()


@dataclass
class Gateway:
    """Takes everything, or does what it was told for the next ones."""

    troubles: list[Exception | None] = field(default_factory=list)
    heard: list[OutgoingSms] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def send(self, sms: OutgoingSms, *, at: datetime) -> str:
        """As the protocol says."""
        with self.lock:
            self.heard.append(sms)
            trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble
        return f"g-{sms.id}"
