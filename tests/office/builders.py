"""Browsers of staff, and the log-in as a person goes through it."""

import time
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.builders import Hall, staff
from yimen.reference.people.rules import Actor, Role

PASSWORD = "eine-gute-Losung-42"


def browser_of(staff_id: int) -> Client:
    """A browser of somebody logged in with a second factor."""
    user = get_user_model().objects.get(pk=staff_id)
    device = TOTPDevice.objects.create(user=user, name="test", confirmed=True)
    client = Client()
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def as_role(hall: Hall, role: Role, number: str = "2001", *, everywhere: bool = False) -> Client:
    """A browser of a new member of staff with one role."""
    return browser_of(staff(hall, role, number, centre=not everywhere).id)


@dataclass
class Person:
    """A member of staff at the log-in page, with an authenticator in the hand."""

    actor: Actor
    client: Client

    def give_password(self, password: str = PASSWORD, next_page: str = "") -> Any:
        """First step."""
        return self.client.post(
            "/office/login",
            {"username": self.actor.label, "password": password, "next": next_page},
        )

    def code(self, ahead: int = 0) -> str:
        """What the authenticator shows, or will show some half minutes from now."""
        device = TOTPDevice.objects.get(user_id=self.actor.id)
        totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
        totp.time = time.time() + 30 * ahead
        return f"{totp.token():06d}"

    def give_code(self, code: str | None = None) -> Any:
        """Second step."""
        return self.client.post("/office/login/code", {"code": code or self.code()})

    def is_in(self) -> bool:
        """Whether a page behind the log-in opens."""
        return bool(self.client.get("/office/password").status_code == 200)


def person(
    hall: Hall, role: Role, number: str = "3001", *, enrolled: bool = True, first: bool = False
) -> Person:
    """Somebody with a password; `first` has never logged in, `enrolled` holds a second factor."""
    actor = staff(hall, role, number)
    row = get_user_model().objects.get(pk=actor.id)
    row.set_password(PASSWORD)
    row.must_change_password = first
    row.save()
    if enrolled:
        TOTPDevice.objects.create(user=row, name="test", confirmed=True)
    return Person(actor, Client())
