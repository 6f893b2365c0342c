"""Two people, or a person and the clockwork, at one case's time; and careless twins."""

from datetime import date
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from tests.builders import build_hall
from tests.cases.office import Office, build_office
from tests.cases.timed import HANDLER, Timed, accepted, noon
from tests.catalogue.builders import someone
from tests.hall.test_races import at_once
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Role
from yimen.services.cases.actions import clockwork, extending, special, supplementing
from yimen.services.cases.errors import ExtensionOnce, MoveNotAllowed, ProcedureMoveNotAllowed
from yimen.services.cases.models import Card, Case, CaseEvent, Clock, ClockSegment, ExtensionRequest
from yimen.services.cases.rules.clocks import StopReason

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CLIENTS = 6


def in_correction() -> tuple[Office, int]:
    """A case whose applicant was told on 2019-11-05 what to bring within ten days."""
    office = build_office(build_hall())
    case = office.received(lease=True)
    supplementing.ask(case.id, {"id": "照片模糊"}, by=office.clerk, at=noon("2019-11-05"))
    Case.objects.get(pk=case.id).materials.filter(key="id").update(state="given")
    return office, case.id


def test_who_brings_the_supplement_as_the_limit_ends_has_either_brought_it_or_is_too_late() -> None:
    office, case_id = in_correction()

    def act(place: int) -> str:
        if place % 2:
            clockwork.look(at=noon("2019-11-16"))
            return "looked"
        try:
            supplementing.supply(case_id, by=office.clerk, at=noon("2019-11-16"))
        except MoveNotAllowed:
            return "late"
        return "brought"

    answers = at_once(act, CLIENTS)

    row = Case.objects.get(pk=case_id)
    events = list(CaseEvent.objects.filter(case=row).values_list("event", flat=True))
    ends = {"supplement", "terminate"} & set(events)
    assert len(ends) == 1
    assert events.count(*ends) == 1
    brought = "supplement" in ends
    assert (answers.count("brought"), row.state) == (
        (1, "received") if brought else (0, "terminated")
    )
    supplement = Clock.objects.get(case=row, kind="supplement")
    assert supplement.why == ("supplied" if brought else "expired")
    live = Clock.objects.filter(case=row).exclude(state="ended").values_list("kind", "state")
    assert list(live) == ([("acceptance", "running")] if brought else [])


def test_a_limit_that_many_extend_at_once_is_extended_once() -> None:
    case = accepted("2019-11-05")
    request = extending.ask(case.id, days=10, reason="复杂", by=HANDLER, at=noon("2019-11-06"))
    approvers = [someone(2000 + place, Role.APPROVER) for place in range(CLIENTS)]

    def grant(place: int) -> str:
        try:
            extending.grant(request.id, by=approvers[place], at=noon("2019-11-07"))
        except ProcedureMoveNotAllowed:
            return "late"
        return "granted"

    answers = at_once(grant, CLIENTS)

    assert sorted(answers) == ["granted"] + ["late"] * (CLIENTS - 1)
    assert ClockSegment.objects.filter(kind="extension").count() == 2
    assert case.dues() == ("2019-11-26", "2019-12-17")


def test_of_many_who_ask_for_an_extension_one_has_asked() -> None:
    case = accepted("2019-11-05")

    def ask(place: int) -> str:
        try:
            extending.ask(case.id, days=10, reason="复杂", by=HANDLER, at=noon("2019-11-06"))
        except ExtensionOnce:
            return "late"
        return "asked"

    answers = at_once(ask, CLIENTS)

    assert sorted(answers) == ["asked"] + ["late"] * (CLIENTS - 1)
    assert ExtensionRequest.objects.count() == 1


def test_a_procedure_that_many_end_at_once_ends_once() -> None:
    case = accepted("2019-11-05")
    asked = special.ask(
        case.id, StopReason.TESTING, days=5, reason="送检", by=HANDLER, at=noon("2019-11-06")
    )
    special.approve(asked.id, by=someone(1002, Role.REVIEWER), at=noon("2019-11-06"))
    reviewers = [someone(2000 + place, Role.REVIEWER) for place in range(CLIENTS)]

    def resume(place: int) -> str:
        try:
            special.resume(case.id, result="合格", by=reviewers[place], at=noon("2019-11-08"))
        except DomainError:
            return "late"
        return "resumed"

    answers = at_once(resume, CLIENTS)

    assert sorted(answers) == ["late"] * (CLIENTS - 1) + ["resumed"]
    assert CaseEvent.objects.filter(event="resume").count() == 1
    assert set(ClockSegment.objects.values_list("last", flat=True)) == {date(2019, 11, 8)}


def test_clockworks_that_run_at_once_do_everything_once() -> None:
    office = build_office(build_hall())
    cases = [office.received().id for _ in range(4)]

    at_once(lambda _: clockwork.look(at=noon("2019-11-20")), CLIENTS)
    clockwork.look(at=noon("2019-11-20"))  # whatever was held by another is done now

    assert set(Case.objects.values_list("state", flat=True)) == {"accepted"}
    deemed = CaseEvent.objects.filter(event="deem_accepted").values_list("case_id", flat=True)
    assert sorted(deemed) == sorted(cases)
    assert Card.objects.filter(cause="deemed").count() == len(cases)


def test_a_case_that_a_colleague_holds_is_left_to_the_next_run() -> None:
    office = build_office(build_hall())
    held, free = office.received().id, office.received().id
    taken, done = Event(), Event()

    def act(place: int) -> int:
        if place == 0:
            with transaction.atomic():
                Case.objects.select_for_update().get(pk=held)
                taken.set()
                done.wait(10)
            return 0
        taken.wait(10)
        try:
            return clockwork.look(at=noon("2019-11-20"))
        finally:
            done.set()

    first = at_once(act, 2)
    second = clockwork.look(at=noon("2019-11-20"))

    assert (first, second) == ([0, 1], 1)
    assert Case.objects.get(pk=free).deemed
    assert Case.objects.get(pk=held).deemed


def test_the_harness_would_see_a_limit_extended_twice() -> None:
    """Guards the tests above: look, then write, without the lock, and both think they may."""
    case = Timed(accepted("2019-11-05").id)
    extending.ask(case.id, days=10, reason="复杂", by=HANDLER, at=noon("2019-11-06"))
    both_have_read = Barrier(2)

    def careless(_: int) -> bool:
        request = ExtensionRequest.objects.get()
        free = request.state == "asked"
        both_have_read.wait()
        ExtensionRequest.objects.filter(pk=request.pk).update(state="granted", decided_by=9)
        return free

    assert at_once(careless, 2) == [True, True]


def test_the_harness_would_see_a_supplement_brought_to_a_case_that_ended() -> None:
    """Guards the first test: a state read without the lock is another one when it is written."""
    _, case_id = in_correction()
    both_have_read = Barrier(2)

    def careless(place: int) -> bool:
        state = Case.objects.get(pk=case_id).state
        both_have_read.wait()
        with connection.cursor() as cursor:
            after = "terminated" if place else "received"
            cursor.execute("UPDATE cases_case SET state = %s WHERE id = %s", [after, case_id])
        return state == "correction"

    assert at_once(careless, 2) == [True, True]
