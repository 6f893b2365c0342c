"""What people are told as their case goes on: a reaction to each event of the log about them.

Nobody who acts on a case knows of messages. The follower of `journeys.reaction_clock` reads what
happened and says it here, each event once, whatever was killed in between.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from yimen.kernel.errors import DomainError
from yimen.reference.centres import queries as centres
from yimen.services.cases.actions import viewing
from yimen.services.cases.queries import cases, clocks, procedures, progress
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.clocks import ClockKind, StopReason
from yimen.services.cases.rules.states import Applicant, State
from yimen.services.notify import actions as notify
from yimen.services.notify.actions import Recipient
from yimen.services.notify.rules.templates import Key
from yimen.services.notify.rules.values import Value
from yimen.support.following import LoggedEvent
from yimen.support.secrets import blind_index

#: How messages call the special procedures of the licensing law, art. 45.
_PROCEDURES: Final[Mapping[StopReason, str]] = {
    StopReason.SUPPLEMENT: "补正",
    StopReason.HEARING: "听证",
    StopReason.TENDER: "招标",
    StopReason.AUCTION: "拍卖",
    StopReason.INSPECTION: "检验",
    StopReason.TESTING: "检测",
    StopReason.QUARANTINE: "检疫",
    StopReason.APPRAISAL: "鉴定",
    StopReason.EXPERT_REVIEW: "专家评审",
    StopReason.OTHER: "依法不计时的程序",
}
#: Who stands at the window sees for themselves; only the end is worth an SMS.
_SEEN_AT_WINDOW: Final = frozenset({Key.CASE_RECEIVED, Key.CASE_ACCEPTED, Key.CASE_READY})


@dataclass(frozen=True)
class Said:
    """A template with its values."""

    key: Key
    values: Mapping[str, Value]


def tell(case: CaseView, said: Said, *, occasion: str, at: datetime) -> int | None:
    """Say something about a case to its applicant, once. The message's id; None where said before.

    Args:
        case: which.
        said: what, beside the item's name.
        occasion: which time of several.
        at: now.
    """
    return notify.say(
        said.key,
        to=recipient(case),
        subject=f"case:{case.number or case.public_id}",
        occasion=occasion,
        values={"item": case.item_name, **said.values},
        at=at,
    )


@contextmanager
def if_it_may_be_said() -> Iterator[None]:
    """Say it if it may be said: that somebody cannot be told must not undo what else follows.

    A reaction to the log ends with the first refusal (`support.following`). The name of an item
    with a number in it that looks like a person's is refused as personal data; the result is made
    and handed over all the same.
    """
    with suppress(DomainError), transaction.atomic():
        yield


def recipient(case: CaseView) -> Recipient:
    """Whom to tell about a case: the applicant; for an organisation, whoever acts for it."""
    plain = viewing.for_house(case.id)
    person = plain.agent_id if case.applicant_kind is Applicant.ORGANISATION else plain.id
    return Recipient(blind_index(person) if person else None, plain.phone)


def issue_window(case: CaseView) -> str:
    """Where a case's result is handed out, as messages say it."""
    return issue_window_of(case.centre_id)


def issue_window_of(centre_id: int) -> str:
    """Where a centre hands results out, as messages say it."""
    return f"{centres.centre(centre_id).name}出件窗口"


def case_id_of(reference: str) -> int | None:
    """The case a parcel or a deposit is of; None where it is of something else."""
    kind, _, case_id = reference.partition(":")
    return int(case_id) if kind == "case" and case_id.isdecimal() else None


def case_of(reference: str) -> CaseView | None:
    """`case_id_of`, as a case."""
    case_id = case_id_of(reference)
    return None if case_id is None else cases.case(case_id)


def _numbered(key: Key) -> Callable[[CaseView], Said]:
    return lambda case: Said(key, {"case_no": case.number})


def _received(case: CaseView) -> Said:
    return Said(Key.CASE_RECEIVED, {"case_no": case.number, "code": progress.query_code(case.id)})


def _accepted(case: CaseView) -> Said | None:
    due = case.promised_due or case.statutory_due
    if due is None:
        return None
    values: dict[str, Value] = {
        "case_no": case.number,
        "due": due,
        "code": progress.query_code(case.id),
    }
    return Said(Key.CASE_ACCEPTED, values)


def _supplement(case: CaseView) -> Said | None:
    until = _due_of(case, ClockKind.SUPPLEMENT)
    if until is None:
        return None
    return Said(Key.CASE_SUPPLEMENT, {"case_no": case.number, "until": until})


def _suspended(case: CaseView) -> Said | None:
    found = procedures.specials_of(case.id)
    if not found:
        return None
    words = _PROCEDURES[found[-1].kind]
    return Said(Key.CASE_SPECIAL, {"case_no": case.number, "procedure": words})


def _due_again(key: Key) -> Callable[[CaseView], Said | None]:
    def said(case: CaseView) -> Said | None:
        due = case.promised_due or case.statutory_due
        return Said(key, {"case_no": case.number, "due": due}) if due else None

    return said


def _certified(case: CaseView) -> Said | None:
    if case.hand_over == "electronic" and case.applicant_kind is Applicant.PERSON:
        return Said(Key.CASE_ELECTRONIC, {"case_no": case.number})
    if case.hand_over in {"post", "locker"}:
        return None  # the parcel or the locker tells
    return Said(Key.CASE_READY, {"case_no": case.number, "place": issue_window(case)})


def _handed_out(case: CaseView) -> Said | None:
    """Whoever did not come themselves hears that somebody did."""
    taker = next(
        (line.facts.get("taker") for line in reversed(cases.log(case.id)) if line.facts), None
    )
    return _numbered(Key.CASE_HANDED_OUT)(case) if taker in {"agent", "proxy"} else None


def _due_of(case: CaseView, kind: ClockKind) -> date | None:
    return next((c.due_on for c in clocks.clocks_of(case.id) if c.kind is kind), None)


#: What follows from an event of a case, in words.
SAYINGS: Final[Mapping[str, Callable[[CaseView], Said | None]]] = {
    "case.receive": _received,
    "case.accept": _accepted,
    "case.deem_accepted": _accepted,
    "case.find_not_required": _numbered(Key.CASE_NOT_ACCEPTED),
    "case.find_not_competent": _numbered(Key.CASE_NOT_ACCEPTED),
    "case.ask_supplement": _supplement,
    "case.extension_granted": _due_again(Key.CASE_EXTENDED),
    "case.suspend": _suspended,
    "case.resume": _due_again(Key.CASE_RESUMED),
    "case.grant": _numbered(Key.CASE_DECIDED),
    "case.refuse": _numbered(Key.CASE_DECIDED),
    "case.certify": _certified,
    "case.hand_over": _handed_out,
    "case.withdraw": _numbered(Key.CASE_CLOSED),
    "case.terminate": _numbered(Key.CASE_CLOSED),
    "case.urge": _numbered(Key.CASE_URGED),
}
#: After these the citizen is asked how it was.
_ENDS: Final = frozenset({"case.hand_over", "case.close"})
NAMES: Final = frozenset(SAYINGS) | _ENDS
#: Of the parts of a bundle (一件事) these are told of the whole, once: see `journeys.bundles`.
_OF_THE_WHOLE: Final = (
    frozenset({"case.receive", "case.accept", "case.deem_accepted", "case.grant", "case.certify"})
    | _ENDS
)


def on_case(event: LoggedEvent) -> None:
    """Tell the applicant what has happened. Nothing where a case was entered in error."""
    case = case_in(event)
    if case.state is State.VOID or not case.number:
        return
    if case.bundle_id is not None and event.name in _OF_THE_WHOLE:
        return
    said = SAYINGS[event.name](case) if event.name in SAYINGS else None
    occasion = f"{event.name}:{event.id}"
    seen = case.instant and case.channel == "window"
    if said is not None and not (seen and said.key in _SEEN_AT_WINDOW):
        tell(case, said, occasion=occasion, at=event.at)
    if event.name in _ENDS:
        tell(case, _numbered(Key.CASE_RATING)(case), occasion="rating", at=event.at)


def case_in(event: LoggedEvent) -> CaseView:
    """The case an event is about, as it is now."""
    public_id = next(t.removeprefix("case:") for t in event.topics if t.startswith("case:"))
    return cases.case_by_public_id(public_id)
