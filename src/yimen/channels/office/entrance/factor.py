"""The second factor: a time-based code (TOTP, RFC 6238) by django-otp."""

import time
from base64 import b32encode
from binascii import unhexlify
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils.safestring import SafeString
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from yimen.channels.doorway.codes import qr_svg


class Answer(StrEnum):
    """What became of a code."""

    RIGHT = "right"
    WRONG = "wrong"
    #: Too soon after a wrong one; not looked at.
    WAIT = "wait"


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app needs, as a picture and to type in."""

    #: Whole SVG element.
    qr: SafeString
    secret: str


def has_device(staff_id: int) -> bool:
    """Whether somebody has confirmed a second factor."""
    return bool(TOTPDevice.objects.filter(user_id=staff_id, confirmed=True).exists())


def begin(staff_id: int) -> None:
    """Prepare a second factor for whoever has none, to be confirmed by its first code."""
    if not has_device(staff_id):
        TOTPDevice.objects.get_or_create(
            user_id=staff_id, confirmed=False, defaults={"name": "动态码"}
        )


def enrolment(staff_id: int) -> Enrolment:
    """How to add the unconfirmed second factor to an app."""
    device = TOTPDevice.objects.get(user_id=staff_id, confirmed=False)
    secret = b32encode(unhexlify(device.key)).decode()
    return Enrolment(qr_svg(device.config_url, label="绑定用二维码"), secret)


def check(staff_id: int, code: str) -> Answer:
    """Look at a code once: it is never good twice, also for two requests at one moment."""
    bare = "".join(code.split())
    with transaction.atomic():
        rows = TOTPDevice.objects.select_for_update().filter(user_id=staff_id)
        device = rows.order_by("-confirmed", "id").first()
        if device is None or not bare.isdecimal():
            return Answer.WRONG
        if not device.verify_is_allowed()[0]:
            return Answer.WAIT
        if not device.verify_token(bare):
            return Answer.WRONG
        if not device.confirmed:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
        return Answer.RIGHT


def confirmed(staff_id: int) -> TOTPDevice:
    """Somebody's second factor, for the session to name."""
    return TOTPDevice.objects.filter(user_id=staff_id, confirmed=True).earliest("id")


def drop(staff_id: int) -> None:
    """Forget somebody's second factor: the next log-in enrols another."""
    TOTPDevice.objects.filter(user_id=staff_id).delete()


def demo_code(staff_id: int) -> str:
    """The code that is good now, for the demonstration city; empty when one must wait."""
    device = TOTPDevice.objects.filter(user_id=staff_id, confirmed=True).first()
    if device is None:
        return ""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    ahead = max(0, device.last_t + 1 - totp.t())
    if ahead > device.tolerance:
        return ""
    totp.drift += ahead
    return f"{totp.token():06d}"
