"""A citizen at the machine: presses buttons by what the page offers."""

import html
import re
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client

from tests.builders import Hall, device_key
from yimen.channels.doorway.who import DEVICE_COOKIE
from yimen.reference.people.queries import key
from yimen.reference.people.rules import DeviceKind
from yimen.support.models import Event

_TRIP = re.compile(r'name="trip" value="([^"]+)"')
_NUMBER = re.compile(r'machine-number"[^>]*>([A-Z]+\d+)<')


@dataclass
class Machine:
    """An enrolled ticket machine and the page it shows."""

    hall: Hall
    client: Client = field(default_factory=Client)
    page: HttpResponse = field(default_factory=HttpResponse)

    def __post_init__(self) -> None:
        self.key = device_key(self.hall, DeviceKind.TICKET_MACHINE)
        self.client.cookies[DEVICE_COOKIE] = self.key

    @property
    def name(self) -> str:
        """How logs and the office call this machine."""
        return key(self.key).name

    @property
    def text(self) -> str:
        """The page as text."""
        return html.unescape(self.page.content.decode())

    @property
    def trip(self) -> str:
        """The sealed visit of the page; empty outside of one."""
        found = _TRIP.search(self.text)
        return found[1] if found else ""

    @property
    def number(self) -> str:
        """The large number of the page; empty where there is none."""
        found = _NUMBER.search(self.text)
        return found[1] if found else ""

    def press(self, deed: str, **said: str) -> "Machine":
        """Press a button: POST to `/kiosk/<deed>` with the visit the page carries."""
        self.page = self.client.post(f"/kiosk/{deed}", {"trip": self.trip, **said})  # type: ignore[assignment]
        return self

    def at_confirmation(self, queue: str = "HZ", citizen_id: str = "") -> "Machine":
        """A visit that has come to the confirmation of a business."""
        if citizen_id:
            self.press("start", way="card").press("identify", citizen_id=citizen_id)
        else:
            self.press("start", way="field")
        return self.press("choose", queue=queue)


def published(name: str) -> list[Event]:
    """Events of this name, oldest first."""
    return list(Event.objects.filter(name=name).order_by("id"))
