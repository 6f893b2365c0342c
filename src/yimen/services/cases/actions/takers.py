"""Who takes papers of a case away: whether they may, and what is kept of them."""

from datetime import datetime

from yimen.reference.people.rules import Actor
from yimen.services.cases.actions.viewing import plain
from yimen.services.cases.models import Case
from yimen.services.cases.rules.handing import Shown, Taker, taker
from yimen.services.cases.rules.states import Applicant
from yimen.support.secrets import seal


def taker_of(row: Case, shown: Shown) -> Taker:
    """What whoever stands here is to a case: applicant, agent or proxy.

    Raises:
        NotTheTaker, AuthorityNeeded: they may not take it.
    """
    who = plain(row)
    return taker(
        shown,
        applicant=who.id,
        agent=who.agent_id,
        organisation=row.applicant_kind == Applicant.ORGANISATION.value,
    )


def kept_of(
    found: Taker, shown: Shown, *, signature_file: str, by: Actor, at: datetime
) -> dict[str, object]:
    """The fields that keep who took something, how they showed it, and who gave it."""
    return {
        "taker": found.value,
        "name_sealed": seal(shown.name),
        "id_sealed": seal(shown.number),
        "by_reader": shown.by_reader,
        "authority_shown": shown.authority,
        "signature_file": signature_file,
        "by": by.id,
        "at": at,
    }
