"""One door for whoever holds a code: what stands on the paper, whichever service issued it.

Notices come from `cases`, results from `certificates`; a code that a holder shows just now (亮证)
leads to the certificate too. Wrong codes are counted by whoever asks, in an own transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from yimen.reference.policy import queries as policy
from yimen.services.cases.errors import NoticeNotFound
from yimen.services.cases.queries.notices import NoticeView, notice_by_code
from yimen.services.certificates import actions as certificates
from yimen.services.certificates import queries as issued
from yimen.services.certificates.errors import CertificateNotFound, CodeExpired
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.parameters import VERIFY_MINUTES, VERIFY_TRIES
from yimen.services.certificates.rules.states import Standing
from yimen.services.payments import queries as payments
from yimen.services.payments.errors import ReceiptNotFound
from yimen.services.payments.queries import ReceiptView
from yimen.support import guessing
from yimen.support.guessing import Limit

#: What is guessed at, beside other things that are counted.
GUESSED: Final = "verify"
RECEIPT_GUESSED: Final = "receipt"
#: A token of sixteen random bytes as text: what a holder shows, never printed.
_TOKEN: Final = 22


@dataclass(frozen=True)
class Proof:
    """A certificate and what it is worth today. `is_shown`: its holder shows it just now."""

    view: CertificateView
    standing: Standing
    is_shown: bool


def verify(code: str, *, asker: str, at: datetime) -> NoticeView | Proof:
    """What a code stands for.

    Args:
        code: as it was typed or scanned.
        asker: who asks, for example an address; wrong codes are counted by it.
        at: now.

    Raises:
        TooManyGuesses: too many wrong ones came from `asker` lately; right ones too are refused.
        BadNoticeCode: no code at all; not counted.
        NoticeNotFound: nothing that anybody issued has this code.
        CodeExpired: it was shown too long ago.
    """
    limit = _limit(at)
    guessing.check(GUESSED, asker, limit, at=at)
    try:
        return _found(code.replace("\x00", "").strip(), asker, at=at)
    except (NoticeNotFound, CodeExpired):
        guessing.count(GUESSED, asker, limit, at=at)
        raise


def receipt(number: str, code: str, *, asker: str, at: datetime) -> ReceiptView:
    """The receipt with a number and the check code that stands on it.

    Args:
        number: as it was typed.
        code: six digits.
        asker: who asks; wrong codes are counted by it.
        at: now.

    Raises:
        TooManyGuesses: as for `verify`; counted apart.
        ReceiptNotFound: none has this number, or its code is another.
    """
    limit = _limit(at)
    guessing.check(RECEIPT_GUESSED, asker, limit, at=at)
    try:
        return payments.receipt_by_number(number, code)
    except ReceiptNotFound:
        guessing.count(RECEIPT_GUESSED, asker, limit, at=at)
        raise


def _limit(at: datetime) -> Limit:
    today = timezone.localdate(at)
    return Limit(
        policy.whole(VERIFY_TRIES, today),
        timedelta(minutes=policy.whole(VERIFY_MINUTES, today)),
    )


def _found(code: str, asker: str, *, at: datetime) -> NoticeView | Proof:
    try:
        return prove(issued.by_code(code), at=at)
    except CertificateNotFound:
        pass
    if len(code) == _TOKEN:
        view = certificates.scanned(code, by="public:", at=at)
        return prove(view, at=at, is_shown=True)
    return notice_by_code(code)


def prove(view: CertificateView, *, at: datetime, is_shown: bool = False) -> Proof:
    """What a certificate is worth now."""
    standing = issued.standing_of(view, on=timezone.localdate(at))
    return Proof(view, standing, is_shown)
