"""What a citizen has said at the machine so far, carried sealed from page to page.

Sealed with the key of personal data: nobody reads it from the page or changes it, and it is worth
nothing after a quarter of an hour.
"""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from yimen.support.secrets import Unreadable, seal, unseal

LIFE: Final = timedelta(minutes=15)


class Step(StrEnum):
    """Which page the citizen stands at."""

    CARD = "card"
    TYPED = "typed"  # the card's number by hand
    PHONE = "phone"
    GROUND = "ground"
    FIELD = "field"  # departments, by field of work
    DEPARTMENT = "department"  # the businesses of one department
    SEARCH = "search"
    ITEM = "item"  # what an item needs, before its number
    CONFIRM = "confirm"
    NUMBER = "number"
    CHECKIN = "checkin"  # card, code or phone of a booking
    APPOINTMENTS = "appointments"  # which of today's bookings


#: Where "back" leads; from anywhere else to the way in.
_BEFORE: Final = {
    Step.GROUND: Step.CONFIRM,
    Step.CONFIRM: Step.FIELD,
    Step.DEPARTMENT: Step.FIELD,
    Step.APPOINTMENTS: Step.CHECKIN,
    Step.ITEM: Step.SEARCH,
}


class Expired(Exception):
    """The trip is too old, or was not made by this house: begin again."""


@dataclass(frozen=True)
class Trip:
    """One visit to the machine.

    Args:
        way: the step it began with; decides where "back" leads.
        area: the field of work looked at, an area's name as the catalogue has it.
        department: id of the chosen department.
        queue: code of the chosen business.
        item: code of the item looked at; its number is that of its business.
        key: idempotency key of the number about to be taken; new with each other choice.
        ticket: public id of the number given or held.
        began: seconds since 1970.
    """

    step: Step
    way: Step
    began: float
    citizen_id: str = ""
    name: str = ""
    phone: str = ""
    priority: bool = False
    area: str = ""
    department: int = 0
    queue: str = ""
    item: str = ""
    key: str = ""
    ticket: str = ""
    searched: str = ""

    @classmethod
    def begin(cls, way: Step, *, at: datetime) -> Self:
        """A visit at its first page."""
        return cls(step=way, way=way, began=at.timestamp())

    def to(self, step: Step) -> Self:
        """The same visit at another page."""
        return replace(self, step=step)

    def with_business(self, code: str) -> Self:
        """At the confirmation of a business, with a fresh key for its number."""
        return replace(self, step=Step.CONFIRM, queue=code, key=secrets.token_urlsafe(12))

    def with_item(self, code: str) -> Self:
        """At what an item needs."""
        return replace(self, step=Step.ITEM, item=code)

    def with_priority(self, priority: bool) -> Self:
        """In the green channel or not; another class is another number, so the key is fresh."""
        return replace(self, priority=priority, key=secrets.token_urlsafe(12))

    def back(self) -> "Trip | None":
        """The visit one page earlier; None where that is the start page."""
        if self.step is self.way or self.step is Step.NUMBER:
            return None
        before = _BEFORE.get(self.step, self.way)
        if self.step is Step.CONFIRM and self.item:
            return self.to(Step.ITEM)
        if before is Step.FIELD and self.way is Step.SEARCH:
            before = Step.SEARCH
        return self.to(before)

    def given(self, public_id: str) -> Self:
        """At the number; from here on the page no longer knows whose it is."""
        return replace(
            self, step=Step.NUMBER, ticket=public_id, citizen_id="", name="", phone="", searched=""
        )

    def sealed(self) -> str:
        """As a hidden field carries it."""
        return urlsafe_b64encode(seal(json.dumps(asdict(self), ensure_ascii=False))).decode()


def unsealed(text: str, *, at: datetime) -> Trip:
    """The visit from its hidden field.

    Raises:
        Expired: too old, changed, or not ours.
    """
    try:
        said = json.loads(unseal(urlsafe_b64decode(text.encode())))
        said |= {"step": Step(said["step"]), "way": Step(said["way"])}
        trip = Trip(**said)
    except (Unreadable, NotBase64, ValueError, TypeError, KeyError):
        raise Expired from None
    if not timedelta(minutes=-1) <= at - datetime.fromtimestamp(trip.began, at.tzinfo) <= LIFE:
        raise Expired
    return trip
