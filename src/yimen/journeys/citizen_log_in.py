"""A citizen's log-in: the code that `people` makes goes out as a message of `notify`."""

from datetime import datetime, timedelta

from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity, SentCode
from yimen.reference.people.rules import CODE_LIVES
from yimen.services.notify import actions as notify
from yimen.services.notify.actions import Recipient
from yimen.services.notify.rules.templates import Key


def send_code(identity: Identity, *, language: str, at: datetime) -> SentCode:
    """Send the code in the reader's language.

    Raises:
        CitizenNameNeeded, CodeTooSoon, TooManyCodes: as `people` says.
    """

    def send(phone: str, code: str, occasion: str) -> None:
        notify.say(
            Key.LOGIN_CODE,
            to=Recipient(None, phone, language),
            subject="log-in",
            occasion=occasion,
            values={"code": code, "minutes": CODE_LIVES // timedelta(minutes=1)},
            at=at,
        )

    return people.send_log_in_code(identity, send=send, at=at)
