"""What the city holds already and where it comes from, in words for clerks and specialists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from yimen.channels.doorway.wording.certificates import STATES
from yimen.services.certificates.queries import Offer, Reused
from yimen.services.certificates.rules.states import State

_TRUST = {"A": "电子证照", "B": "窗口核验过的复印件"}


@dataclass(frozen=True)
class Source:
    """Something that can stand in for a material, in words."""

    kind: str
    id: int
    #: Certificate or checked copy, and who issued it.
    words: str
    until: str


@dataclass(frozen=True)
class Origin:
    """Where a material that was not handed in comes from, in words."""

    words: str
    #: Number of the certificate, empty for a copy.
    number: str
    agreed: str
    #: It was revoked or ran out since; empty while it is good.
    trouble: str


def stand_ins(offers: Sequence[Offer], used: Reused | None, purpose: str) -> dict[str, object]:
    """What the row of a material shows: what could stand in for it, what for, and what does."""
    return {
        "offers": [source(offer) for offer in offers],
        "purpose": purpose,
        "origin": None if used is None else origin(used),
    }


def source(offer: Offer) -> Source:
    """An offer in words."""
    return Source(offer.kind, offer.id, _words(offer.trust, offer.authority), _until(offer))


def origin(used: Reused) -> Origin:
    """The source of what was used, and how its holder agreed."""
    agreed = f"{_day(used.consent_at)} 申请人同意：{used.purpose}" if used.consent_at else ""
    trouble = "" if used.state is State.VALID else f"使用后证照状态变为“{STATES[used.state.value]}”"
    checked = f"，{_day(used.checked_at)} 核验" if used.checked_at else ""
    words = f"{_words(used.trust, used.authority)}{checked}，{_until(used)}"
    return Origin(words, used.number, agreed, trouble)


def _words(trust: str, authority: str) -> str:
    issued = f"，{authority}签发" if authority else ""
    return f"{_TRUST[trust]}（可信等级 {trust}）{issued}"


def _day(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d")


def _until(thing: Offer | Reused) -> str:
    return f"有效至 {thing.valid_to:%Y-%m-%d}" if thing.valid_to else "长期有效"
