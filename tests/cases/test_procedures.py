"""Special procedures and extensions: days, consent by another person, what the ledgers say."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.cases.timed import (
    APPROVER,
    HANDLER,
    REVIEWER,
    Timed,
    accepted,
    build_case,
    noon,
    publish_item,
)
from tests.catalogue.builders import someone
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.reference.policy.actions import set_value
from yimen.services.cases.actions import extending, special
from yimen.services.cases.errors import (
    BasisNeeded,
    CaseNotFound,
    ClockNotRunning,
    ExtensionOnce,
    ExtensionTooLate,
    ExtensionTooLong,
    MoveNotAllowed,
    ProcedureMoveNotAllowed,
    ProcedureNotFound,
    ReasonNeeded,
    SamePerson,
    SpecialAsked,
    SpecialTooLong,
)
from yimen.services.cases.models import (
    Case,
    CaseEvent,
    Clock,
    ClockSegment,
    ExtensionRequest,
    SpecialProcedure,
)
from yimen.services.cases.queries import procedures as queries
from yimen.services.cases.rules.clocks import ClockKind, ClockState, EndReason, StopReason
from yimen.services.cases.rules.procedures import ProcedureState

pytestmark = pytest.mark.django_db

TESTING = StopReason.TESTING


def ask(case: Timed, on: str, *, days: int = 10, kind: StopReason = TESTING, **more: object) -> int:
    said = {"reason": "送检样品", "by": HANDLER} | more
    return special.ask(case.id, kind, days=days, at=noon(on), **said).id  # type: ignore[arg-type]


def ask_extension(case: Timed, on: str, days: int = 10, by: Actor = HANDLER) -> int:
    return extending.ask(case.id, days=days, reason="案情复杂", by=by, at=noon(on)).id


def test_a_special_procedure_stops_both_clocks_from_its_day_to_its_last() -> None:
    case = accepted("2019-11-05")
    special_id = ask(case, "2019-11-06")

    running = special.approve(special_id, by=REVIEWER, at=noon("2019-11-07"))
    while_suspended = (case.row.state, case.dues())
    over = special.resume(case.id, result="合格", by=APPROVER, at=noon("2019-11-13"))

    assert while_suspended == ("suspended", (None, None))
    assert (str(running.began_on), str(running.until)) == ("2019-11-07", "2019-11-21")
    assert (over.state, str(over.ended_on), over.result) == (
        ProcedureState.OVER,
        "2019-11-13",
        "合格",
    )
    assert not over.overrun(date(2019, 12, 31))
    assert case.row.state == "in_review"
    assert case.dues() == ("2019-11-19", "2019-12-10")
    assert case.clock(ClockKind.SPECIAL).why is EndReason.RESUMED
    events = CaseEvent.objects.filter(case_id=case.id).values_list("event", "actor")
    assert list(events) == [
        ("special_asked", "staff:1001"),
        ("suspend", "staff:1002"),
        ("resume", "staff:1003"),
    ]


def test_the_ledger_says_why_it_stood_still_and_who_consented() -> None:
    case = accepted("2019-11-05")

    special.approve(ask(case, "2019-11-06"), by=REVIEWER, at=noon("2019-11-07"))

    rows = ClockSegment.objects.order_by("clock_id")
    assert [(row.why, row.basis, row.days, row.approver, row.actor) for row in rows] == [
        ("testing", "《行政许可法》第四十五条", 10, REVIEWER.id, "staff:1002")
    ] * 2


def test_an_overrun_of_what_was_announced_is_warned_of() -> None:
    case = accepted("2019-11-05")
    special.approve(ask(case, "2019-11-05", days=2), by=REVIEWER, at=noon("2019-11-05"))

    over = special.resume(case.id, result="合格", by=REVIEWER, at=noon("2019-11-12"))

    assert over.overrun(date(2019, 11, 12))
    cards = Case.objects.get(pk=case.id).cards.values_list("cause", "colour", "on")
    assert list(cards) == [("special_overrun", "yellow", date(2019, 11, 8))]


def test_a_refused_procedure_leaves_the_clocks_as_they_were() -> None:
    case = accepted("2019-11-05")
    dues = case.dues()

    refused = special.refuse(
        ask(case, "2019-11-06"), reason="不需要检测", by=REVIEWER, at=noon("2019-11-07")
    )

    assert (refused.state, refused.decision) == (ProcedureState.REFUSED, "不需要检测")
    assert (case.row.state, case.dues()) == ("accepted", dues)
    assert ask(case, "2019-11-08") > refused.id


@pytest.mark.parametrize("kind", [kind for kind in StopReason if kind.value != "other"][1:])
def test_every_procedure_of_the_law_can_be_asked_for(kind: StopReason) -> None:
    case = accepted("2019-11-05")

    asked = special.ask(case.id, kind, days=5, reason="依法需要", by=HANDLER, at=noon("2019-11-06"))

    assert (asked.kind, asked.basis) == (kind, "《行政许可法》第四十五条")
    assert queries.specials_of(case.id) == [asked]


def test_what_the_permit_law_does_not_name_needs_another_source() -> None:
    case = accepted("2019-11-05")

    with pytest.raises(BasisNeeded):
        ask(case, "2019-11-06", kind=StopReason.OTHER)
    with pytest.raises(BasisNeeded):
        ask(case, "2019-11-06", kind=StopReason.OTHER, basis="长" * 201)
    asked = ask(case, "2019-11-06", kind=StopReason.OTHER, basis="《食品安全法》第八十二条")

    assert queries.special(asked).basis == "《食品安全法》第八十二条"


def test_refusals_of_asking_for_a_procedure() -> None:
    case = accepted("2019-11-05")
    elsewhere = someone(2001, Role.HANDLER, department_id=0)

    with pytest.raises(ReasonNeeded):
        ask(case, "2019-11-06", reason=" ")
    with pytest.raises(CaseNotFound):
        special.ask(0, TESTING, days=5, reason="送检", by=HANDLER, at=noon("2019-11-06"))
    for by in (REVIEWER, elsewhere, HOUSE):
        with pytest.raises(NotAllowed):
            ask(case, "2019-11-06", by=by)
    for days, kind in ((0, TESTING), (61, TESTING), (21, StopReason.HEARING)):
        with pytest.raises(SpecialTooLong):
            ask(case, "2019-11-06", days=days, kind=kind)
    with pytest.raises(SpecialTooLong):
        ask(case, "2019-11-06", kind=StopReason.SUPPLEMENT)
    with pytest.raises(MoveNotAllowed):
        ask(build_case("2019-11-05"), "2019-11-06")
    ask(case, "2019-11-06")
    with pytest.raises(SpecialAsked):
        ask(case, "2019-11-07")


def test_refusals_of_consent() -> None:
    case = accepted("2019-11-05")
    at = noon("2019-11-07")
    special_id = ask(case, "2019-11-06")
    same = someone(HANDLER.id, Role.REVIEWER)

    for by in (HANDLER, HOUSE, someone(2001, Role.REVIEWER, department_id=0)):
        with pytest.raises(NotAllowed):
            special.approve(special_id, by=by, at=at)
    with pytest.raises(SamePerson):
        special.approve(special_id, by=same, at=at)
    with pytest.raises(SamePerson):
        special.refuse(special_id, reason="不需要", by=same, at=at)
    with pytest.raises(ProcedureNotFound):
        special.approve(0, by=REVIEWER, at=at)
    with pytest.raises(ProcedureNotFound):
        queries.special(0)
    with pytest.raises(MoveNotAllowed):
        special.resume(case.id, result="合格", by=REVIEWER, at=at)
    special.approve(special_id, by=REVIEWER, at=at)
    with pytest.raises(ProcedureMoveNotAllowed):
        special.approve(special_id, by=REVIEWER, at=at)
    with pytest.raises(NotAllowed):
        special.resume(case.id, result="合格", by=HANDLER, at=at)
    with pytest.raises(ReasonNeeded):
        special.resume(case.id, result="", by=REVIEWER, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialProcedure.objects.update(decided_by=HANDLER.id)


def test_what_was_asked_for_lapses_with_the_decision() -> None:
    case = accepted("2019-11-05")
    special_id, extension_id = ask(case, "2019-11-06"), ask_extension(case, "2019-11-06")

    case.end(ClockKind.STATUTORY, "2019-11-08")

    assert queries.special(special_id).state is ProcedureState.DROPPED
    assert queries.extension(extension_id).state is ProcedureState.DROPPED
    with pytest.raises(ProcedureMoveNotAllowed):
        special.approve(special_id, by=REVIEWER, at=noon("2019-11-11"))


def test_a_case_that_ends_while_suspended_closes_its_procedure() -> None:
    case = accepted("2019-11-05")
    special.approve(ask(case, "2019-11-06"), by=REVIEWER, at=noon("2019-11-07"))

    case.end_all("2019-11-11")

    found = queries.specials_of(case.id)[0]
    assert (found.state, str(found.ended_on)) == (ProcedureState.DROPPED, "2019-11-11")
    assert {clock.state for clock in case.clocks()} == {ClockState.ENDED}
    assert set(ClockSegment.objects.values_list("last", flat=True)) == {date(2019, 11, 11)}


def test_an_extension_adds_its_days_to_both_clocks() -> None:
    case = accepted("2019-11-05")
    extension_id = ask_extension(case, "2019-11-08")

    granted = extending.grant(extension_id, by=APPROVER, at=noon("2019-11-11"))

    assert (granted.state, granted.decided_by) == (ProcedureState.GRANTED, APPROVER.id)
    assert str(granted.due_on) == "2019-12-17"
    assert case.dues() == ("2019-11-26", "2019-12-17")
    segments = ClockSegment.objects.values_list("days", "approver", "reason", "basis")
    assert set(segments) == {(10, APPROVER.id, "案情复杂", "《行政许可法》第四十二条")}


def test_the_promise_is_left_alone_where_the_city_says_so_or_it_is_over() -> None:
    set_value(
        "cases.extension_moves_promise",
        False,
        effective_from=date(2019, 12, 1),
        source="测试",
        staff_id=None,
    )
    strict, late = accepted("2019-11-29"), accepted("2019-11-05")

    extending.grant(ask_extension(strict, "2019-12-02"), by=APPROVER, at=noon("2019-12-02"))
    extending.grant(ask_extension(late, "2019-11-15"), by=APPROVER, at=noon("2019-11-15"))

    assert strict.dues() == ("2019-12-06", "2020-01-13")
    assert late.dues() == ("2019-11-12", "2019-12-17")


def test_a_joint_item_has_fifteen_days_granted_for_the_government() -> None:
    publish_item("J-1", PROJECT_TYPE="4", PROMISE_DAY=0, ANTICIPATE_DAY=0)
    case = build_case("2019-11-05", item="J-1")
    case.accept("2019-11-05")
    department = case.row.department_id
    extension_id = ask_extension(case, "2019-11-08", 15)

    with pytest.raises(NotAllowed):
        extending.grant(
            extension_id,
            by=someone(1009, Role.APPROVER, department),
            at=noon("2019-11-11"),
        )
    granted = extending.grant(extension_id, by=APPROVER, at=noon("2019-11-11"))

    assert granted.joint
    assert case.clock(ClockKind.STATUTORY).total == 60


def test_refusals_of_asking_for_an_extension() -> None:
    case = accepted("2019-11-05")  # the statutory limit ends on 2019-12-03

    for by in (APPROVER, HOUSE):
        with pytest.raises(NotAllowed):
            ask_extension(case, "2019-11-08", by=by)
    for days in (0, 11):
        with pytest.raises(ExtensionTooLong):
            ask_extension(case, "2019-11-08", days)
    with pytest.raises(ExtensionTooLate):
        ask_extension(case, "2019-12-04")
    with pytest.raises(ReasonNeeded):
        extending.ask(case.id, days=5, reason="", by=HANDLER, at=noon("2019-11-08"))
    with pytest.raises(ClockNotRunning):
        ask_extension(build_case("2019-11-05"), "2019-11-08")
    ask_extension(case, "2019-12-03")
    with pytest.raises(ExtensionOnce):
        ask_extension(case, "2019-12-03")


def test_an_extension_after_the_limit_is_refused_though_it_was_asked_for_in_time() -> None:
    case = accepted("2019-11-05")
    extension_id = ask_extension(case, "2019-12-03")

    with pytest.raises(ExtensionTooLate):
        extending.grant(extension_id, by=APPROVER, at=noon("2019-12-04"))

    assert queries.extension(extension_id).state is ProcedureState.ASKED


def test_a_limit_is_extended_once() -> None:
    case = accepted("2019-11-05")
    refused = ask_extension(case, "2019-11-06")
    extending.refuse(refused, reason="理由不足", by=APPROVER, at=noon("2019-11-07"))
    granted = ask_extension(case, "2019-11-08")

    extending.grant(granted, by=APPROVER, at=noon("2019-11-11"))

    assert [each.state.value for each in queries.extensions_of(case.id)] == ["refused", "granted"]
    with pytest.raises(ExtensionOnce):
        ask_extension(case, "2019-11-12")
    with pytest.raises(ProcedureMoveNotAllowed):
        extending.grant(granted, by=APPROVER, at=noon("2019-11-12"))
    clock = Clock.objects.get(case_id=case.id, kind="statutory")
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockSegment.objects.create(
            clock=clock,
            kind="extension",
            first=date(2019, 11, 12),
            days=5,
            basis="测试",
            approver=1,
            actor="staff:1",
            at=noon("2019-11-12"),
            calendar_version=0,
        )


def test_refusals_of_granting_an_extension() -> None:
    case = accepted("2019-11-05")
    extension_id = ask_extension(case, "2019-11-06")
    at = noon("2019-11-07")
    same = someone(HANDLER.id, Role.APPROVER)

    for by in (HANDLER, REVIEWER, HOUSE):
        with pytest.raises(NotAllowed):
            extending.grant(extension_id, by=by, at=at)
    with pytest.raises(SamePerson):
        extending.grant(extension_id, by=same, at=at)
    with pytest.raises(ReasonNeeded):
        extending.refuse(extension_id, reason="", by=APPROVER, at=at)
    with pytest.raises(ProcedureNotFound):
        extending.grant(0, by=APPROVER, at=at)
    with pytest.raises(ProcedureNotFound):
        queries.extension(0)
    special.approve(ask(case, "2019-11-07"), by=REVIEWER, at=at)
    with pytest.raises(ClockNotRunning):
        extending.grant(extension_id, by=APPROVER, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtensionRequest.objects.update(decided_by=HANDLER.id)
