"""A desk to press keys at, as its forms would."""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from tests.builders import Hall
from yimen.journeys.take_ticket import take_ticket
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.hall import queries
from yimen.services.hall.actions import Issued
from yimen.services.hall.queries import TicketView


def logged_in(staff_id: int) -> Client:
    """A browser of somebody with a second factor."""
    user = get_user_model().objects.get(pk=staff_id)
    device = apps.get_model("otp_totp.TOTPDevice").objects.create(
        user=user, name="test", confirmed=True
    )
    client = Client()
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


@dataclass
class Desk:
    """A clerk's browser at a window, and what the hall knows of it."""

    hall: Hall
    clerk: Actor
    client: Client
    number: int = 0

    def sit_down(self, number: int) -> Any:
        """Log in at a window."""
        self.number = number
        return self.client.post("/desk/log-in", {"number": number})

    def arrive(self, queue: str = "HZ") -> Issued:
        """Somebody takes a number now."""
        return take_ticket(
            centre_id=self.hall.centre_id,
            queue_code=queue,
            by=HOUSE,
            at=timezone.now(),
            channel="machine",
        )

    def press(self, move: str, *, script: bool = True, **fields: object) -> Any:
        """Send a move's form; with the ticket now at the window unless another is named."""
        present = self.present()
        sent = {"ticket": present.id if present else "", **fields}
        headers = {"HX-Request": "true"} if script else {}
        return self.client.post(f"/desk/{self.number}/{move}", sent, headers=headers)

    def page(self) -> str:
        """The desk as it is drawn now."""
        return self.client.get(f"/desk/{self.number}/").content.decode()

    def present(self) -> TicketView | None:
        """Who is at the window."""
        return queries.at_window(self.hall.windows[self.number])

    def state(self, ticket_id: int) -> str:
        """A ticket's state."""
        return queries.ticket(ticket_id).state.value


def scene(page: str) -> str:
    """What the middle of a drawn desk is about."""
    found = re.search(r'data-scene="(\w+)"', page)
    return found.group(1) if found else ""
