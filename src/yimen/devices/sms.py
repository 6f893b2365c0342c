"""SMS gateways by address: a console that can be broken on purpose, and one over HTTP.

console:                          writes each SMS to the log, for the demonstration
console:/var/lib/yimen/sms.json   the same, with the fault named in that file
https://sms.example/send          JSON, signed, see docs/reference/sms-gateway.md
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import Final, Protocol

from yimen.devices.asking import Answer, NoAnswer, SlowAnswer, ask_signed
from yimen.devices.simulated import SharedState
from yimen.kernel import masking

log = logging.getLogger("yimen.sms")

_TIMEOUT_SECONDS: Final = 10
_LONGEST_CODE: Final = 40
_LONGEST_REFERENCE: Final = 64
#: The gateway has read it and will say no again.
_REFUSED: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.GONE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)

#: It would answer the next one alike: no key, too many, nobody behind it.
_DOWN: Final = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)


@dataclass(frozen=True)
class OutgoingSms:
    """One SMS as a gateway gets it.

    Args:
        id: the same for every try: a gateway acts on it once.
        phone: eleven digits.
        text: with its sign, as the phone shows it.
        template: the key under which gateways have templates registered.
        language: of the text.
    """

    id: str
    phone: str
    text: str
    template: str
    language: str


class SmsNotSent(Exception):
    """Not this time; a later try may succeed. The gateway may have it all the same."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:_LONGEST_CODE]


class SmsRefused(SmsNotSent):
    """Not ever: no such phone, a forbidden word, a person who wants none."""


class GatewayDown(SmsNotSent):
    """Not this time, and not the next one either: the gateway is gone or has had enough of us."""


class SmsGateway(Protocol):
    """Something that hands SMS on to the network."""

    def send(self, sms: OutgoingSms, *, at: datetime) -> str:
        """Hand one over; the gateway's own number for it, or nothing.

        Raises:
            SmsRefused: never.
            GatewayDown: not this one nor others for a while.
            SmsNotSent: not this time.
        """


class Fault(StrEnum):
    """What can be wrong with the console."""

    NONE = "none"
    DOWN = "down"
    REFUSES = "refuses"


class ConsoleGateway:
    """A gateway to nowhere: what it was given is in the log, without the phone's middle.

    Args:
        state: file that names its fault; None keeps it in memory.
    """

    def __init__(self, state: Path | None = None) -> None:
        self.state = SharedState(state)

    def send(self, sms: OutgoingSms, *, at: datetime) -> str:
        """As the protocol says, unless the fault forbids."""
        fault = self.fault
        if fault is Fault.DOWN:
            raise GatewayDown("down")
        if fault is Fault.REFUSES:
            raise SmsRefused("refused")
        log.info("sms", extra={"phone": masking.mobile(sms.phone), "text": sms.text})
        return f"console-{sms.id}"

    @property
    def fault(self) -> Fault:
        """What is wrong now."""
        return Fault(self.state.get().get("fault", Fault.NONE))

    def break_by(self, fault: Fault) -> None:
        """Switch a fault on, or off by `Fault.NONE`."""
        self.state.change({"fault": fault.value})


class HttpGateway:
    """A gateway that speaks the protocol of docs/reference/sms-gateway.md."""

    def __init__(self, url: str, secret: str, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self.url = url
        self.secret = secret
        self.timeout_seconds = timeout_seconds

    def send(self, sms: OutgoingSms, *, at: datetime) -> str:
        """As the protocol says."""
        said = {
            "id": sms.id,
            "phone": sms.phone,
            "text": sms.text,
            "template": sms.template,
            "language": sms.language,
        }
        try:
            answer = ask_signed(
                self.url, said, secret=self.secret, at=at, timeout_seconds=self.timeout_seconds
            )
        except SlowAnswer:
            raise GatewayDown("timeout") from None
        except NoAnswer:
            raise GatewayDown("no_answer") from None
        return self._judged(answer)

    @staticmethod
    def _judged(answer: Answer) -> str:
        said = answer.said()
        if answer.good or answer.status == HTTPStatus.CONFLICT:  # 409: it has this one already
            return str(said.get("reference", ""))[:_LONGEST_REFERENCE]
        code = str(said.get("error") or f"http_{answer.status}")
        if answer.status in _REFUSED:
            raise SmsRefused(code)
        raise (GatewayDown if answer.status in _DOWN else SmsNotSent)(code)


def gateway_at(address: str, *, secret: str = "") -> SmsGateway:
    """The gateway at an address.

    Raises:
        ValueError: no such kind of gateway; the environment was checked when the house started.
    """
    kind, _, rest = address.partition(":")
    if kind == "console":
        return ConsoleGateway(Path(rest) if rest else None)
    if kind in {"http", "https"}:
        return HttpGateway(address, secret)
    raise ValueError(f"kind={kind!r}")
