"""What can be said: a template for each occasion, with its values and how long it is true.

The words stand in `rules.texts`, a module a language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from yimen.services.notify.rules import texts, values
from yimen.services.notify.rules.values import Value

LANGUAGES: Final = tuple(texts.BY_LANGUAGE)
#: Characters of an SMS with the sign; two parts in Chinese. Latin text is longer and may be four.
LONGEST: Final[Mapping[str, int]] = {"zh-hans": 134, "zh-hant": 134, "en": 268}


class Key(StrEnum):
    """The templates."""

    TICKET_NEAR = "ticket.near"
    TICKET_CALLED = "ticket.called"
    LOGIN_CODE = "login.code"
    BOOKING_AFFECTED = "booking.affected"
    BOOKING_RESTORED = "booking.restored"
    CASE_RECEIVED = "case.received"
    CASE_ACCEPTED = "case.accepted"
    CASE_NOT_ACCEPTED = "case.not_accepted"
    CASE_SUPPLEMENT = "case.supplement"
    CASE_EXTENDED = "case.extended"
    CASE_SPECIAL = "case.special"
    CASE_RESUMED = "case.resumed"
    CASE_DECIDED = "case.decided"
    CASE_READY = "case.ready"
    CASE_ELECTRONIC = "case.electronic"
    CASE_UNCOLLECTED = "case.uncollected"
    CASE_HANDED_OUT = "case.handed_out"
    CASE_CLOSED = "case.closed"
    CASE_URGED = "case.urged"
    CASE_RATING = "case.rating"
    BUNDLE_FILED = "bundle.filed"
    BUNDLE_PART_STOPPED = "bundle.part_stopped"
    BUNDLE_READY = "bundle.ready"
    CERTIFICATE_SUSPENDED = "certificate.suspended"
    CERTIFICATE_RESTORED = "certificate.restored"
    CERTIFICATE_ENDED = "certificate.ended"
    CERTIFICATE_REISSUED = "certificate.reissued"
    PARCEL_ORDERED = "parcel.ordered"
    PARCEL_POSTED = "parcel.posted"
    PARCEL_DELIVERED = "parcel.delivered"
    PARCEL_PROBLEM = "parcel.problem"
    PARCEL_RETURNED = "parcel.returned"
    LOCKER_STORED = "locker.stored"
    LOCKER_EXPIRED = "locker.expired"
    PAYMENT_DUE = "payment.due"
    PAYMENT_PAID = "payment.paid"
    PAYMENT_REFUNDED = "payment.refunded"


@dataclass(frozen=True)
class Template:
    """One kind of message.

    Args:
        key: its stable name.
        names: the values it needs, no more and no fewer.
        life: how long an SMS of it is worth sending; later it would only confuse.
        urgent: sent at night too.
        inbox: kept in the citizen's inbox; a code is not.
    """

    key: Key
    names: frozenset[str]
    life: timedelta = timedelta(days=3)
    urgent: bool = False
    inbox: bool = True


def _template(key: Key, names: str, **more: object) -> Template:
    return Template(key, frozenset(names.split()), **more)  # type: ignore[arg-type]


_MINUTES: Final = timedelta(minutes=10)

TEMPLATES: Final[Mapping[Key, Template]] = {
    template.key: template
    for template in (
        _template(Key.TICKET_NEAR, "ticket ahead place", life=_MINUTES, urgent=True, inbox=False),
        _template(Key.TICKET_CALLED, "ticket window", life=_MINUTES, urgent=True, inbox=False),
        _template(Key.LOGIN_CODE, "code minutes", life=_MINUTES, urgent=True, inbox=False),
        _template(Key.BOOKING_AFFECTED, "item day time"),
        _template(Key.BOOKING_RESTORED, "item day time"),
        _template(Key.CASE_RECEIVED, "item case_no code"),
        _template(Key.CASE_ACCEPTED, "item case_no due code"),
        _template(Key.CASE_NOT_ACCEPTED, "item case_no"),
        _template(Key.CASE_SUPPLEMENT, "item case_no until"),
        _template(Key.CASE_EXTENDED, "item case_no due"),
        _template(Key.CASE_SPECIAL, "item case_no procedure"),
        _template(Key.CASE_RESUMED, "item case_no due"),
        _template(Key.CASE_DECIDED, "item case_no"),
        _template(Key.CASE_READY, "item case_no place"),
        _template(Key.CASE_ELECTRONIC, "item case_no"),
        _template(Key.CASE_UNCOLLECTED, "item case_no place"),
        _template(Key.CASE_HANDED_OUT, "item case_no"),
        _template(Key.CASE_CLOSED, "item case_no"),
        _template(Key.CASE_URGED, "item case_no"),
        _template(Key.CASE_RATING, "item case_no"),
        _template(Key.BUNDLE_FILED, "item case_no due code"),
        _template(Key.BUNDLE_PART_STOPPED, "item case_no"),
        _template(Key.BUNDLE_READY, "item case_no place"),
        _template(Key.CERTIFICATE_SUSPENDED, "item case_no"),
        _template(Key.CERTIFICATE_RESTORED, "item case_no"),
        _template(Key.CERTIFICATE_ENDED, "item case_no"),
        _template(Key.CERTIFICATE_REISSUED, "item case_no"),
        _template(Key.PARCEL_ORDERED, "item carrier"),
        _template(Key.PARCEL_POSTED, "item carrier parcel"),
        _template(Key.PARCEL_DELIVERED, "item carrier"),
        _template(Key.PARCEL_PROBLEM, "item carrier"),
        _template(Key.PARCEL_RETURNED, "item place"),
        _template(Key.LOCKER_STORED, "item place code until"),
        _template(Key.LOCKER_EXPIRED, "item place"),
        _template(Key.PAYMENT_DUE, "item amount"),
        _template(Key.PAYMENT_PAID, "item amount"),
        _template(Key.PAYMENT_REFUNDED, "item amount"),
    )
}


def check(key: Key, said: Mapping[str, Value]) -> None:
    """Go on only with what this template needs, and with values that may be said.

    Raises:
        PersonalDataRefused: a value names somebody, or is not of its kind.
        ValueError: a value is missing or is not this template's: a mistake in the code.
    """
    names = TEMPLATES[key].names
    if set(said) != names:
        raise ValueError(f"{key} needs {sorted(names)}, not {sorted(said)}")
    values.check(said)


def title(key: Key, language: str) -> str:
    """What the inbox shows in bold."""
    return texts.BY_LANGUAGE[language][key.value][0]


def body(key: Key, said: Mapping[str, Value], language: str) -> str:
    """The message in a language, without the city's sign."""
    words = {name: values.in_words(name, value, language) for name, value in said.items()}
    return texts.BY_LANGUAGE[language][key.value][1].format_map(words)


def sms(key: Key, said: Mapping[str, Value], language: str, *, sign: str) -> str:
    """The message as it goes to a phone: 【东莞政务】 and the body."""
    return f"【{sign}】{body(key, said, language)}"


def covered(said: Mapping[str, Value]) -> dict[str, Value]:
    """The values as staff may see them: codes are dots."""
    return {name: "••••" if name in values.SECRETS else value for name, value in said.items()}
