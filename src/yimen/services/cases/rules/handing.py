"""Who may take a result at the issue window.

Source: 统一窗口出件: the applicant with their ID, the agent named in the case, or a proxy with both
IDs and a written authority.
"""

from dataclasses import dataclass
from enum import StrEnum

from yimen.services.cases.errors import AuthorityNeeded, NotTheTaker


class Taker(StrEnum):
    """Who takes it."""

    APPLICANT = "applicant"
    AGENT = "agent"
    PROXY = "proxy"


@dataclass(frozen=True)
class Shown:
    """What whoever stands here showed.

    Args:
        number: on their identity card.
        name: on it.
        applicants_number: on the applicant's card, which a proxy brings; empty otherwise.
        by_reader: the cards were read, not typed.
        authority: a written authority (授权委托书) was shown.
    """

    number: str
    name: str
    applicants_number: str = ""
    by_reader: bool = False
    authority: bool = False


def taker(shown: Shown, *, applicant: str, agent: str, organisation: bool) -> Taker:
    """Who somebody is to a case, by the numbers on their cards.

    Raises:
        NotTheTaker: neither applicant nor agent, and no proxy with the applicant's card.
        AuthorityNeeded: a proxy without a written authority.
    """
    if shown.number == applicant:
        return Taker.APPLICANT
    if agent and shown.number == agent:
        return Taker.AGENT
    if not organisation and shown.applicants_number != applicant:
        raise NotTheTaker
    if not shown.authority:
        raise AuthorityNeeded
    return Taker.PROXY
