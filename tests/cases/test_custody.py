"""Papers change hands by two scans, are counted at closing time, and never get lost unnoticed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import IntegrityError, connection, transaction

from tests.builders import Hall, build_hall
from tests.cases.papers import DAY, ISSUE, ROOM, Desk, build_desk, noon
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import counting, custody
from yimen.services.cases.actions.custody import Sheet
from yimen.services.cases.errors import (
    CountClosed,
    PaperElsewhere,
    PaperMoveNotAllowed,
    PaperNotFound,
    RouteNotAllowed,
    TooManyPapers,
)
from yimen.services.cases.models import Paper, PaperMove
from yimen.services.cases.queries import cases
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.rules.custody import PaperKind, PaperState, Place, PlaceKind
from yimen.support import audit

T = TypeVar("T")


@pytest.fixture
def desk(hall: Hall) -> Desk:
    return build_desk(hall)


def count_args(desk: Desk) -> dict[str, object]:
    return {"centre_id": desk.centre_id, "day": DAY, "by": desk.keeper, "at": noon(400)}


def test_papers_get_barcodes_of_the_case_and_lie_in_the_clerks_hands(desk: Desk) -> None:
    first, second = desk.register("身份证原件", "户口簿原件")

    number = cases.case(desk.case_id).number
    assert [first.barcode, second.barcode] == [f"{number}01", f"{number}02"]
    assert (first.state, first.place, first.holder) == (
        PaperState.HERE,
        desk.window,
        desk.clerk.id,
    )
    assert [line.event for line in cases.log(desk.case_id)] == ["register_papers"]


def test_a_paper_goes_from_hand_to_hand_to_the_citizen_and_every_hand_is_known(desk: Desk) -> None:
    code = desk.register("身份证原件")[0].barcode

    custody.give([code], ROOM, by=desk.clerk, at=noon(1))
    custody.take(code, ROOM, by=desk.keeper, at=noon(2))
    custody.shelve(code, "A-03-2", by=desk.keeper, at=noon(3))
    custody.give([code], desk.police, by=desk.keeper, at=noon(4))
    custody.take(code, desk.police, by=desk.handler, at=noon(5))
    custody.give([code], ISSUE, by=desk.handler, at=noon(6))
    custody.take(code, ISSUE, by=desk.issuer, at=noon(7))
    last = custody.hand_out(code, by=desk.issuer, at=noon(8))

    assert (last.state, last.place.kind, last.holder) == (PaperState.GONE, PlaceKind.CITIZEN, None)
    assert [(step.event, step.actor) for step in queries.history(last.id)] == [
        ("register", "staff:1001"),
        ("give", "staff:1001"),
        ("take", "staff:1002"),
        ("shelve", "staff:1002"),
        ("give", "staff:1002"),
        ("take", "staff:5001"),
        ("give", "staff:5001"),
        ("take", "staff:6001"),
        ("hand_out", "staff:6001"),
    ]
    assert list(audit.verify()) == []


def test_on_the_way_the_giver_still_answers_and_may_call_it_back(desk: Desk) -> None:
    code = desk.register("身份证原件")[0].barcode

    given = custody.give([code], ROOM, by=desk.clerk, at=noon(1))[0]

    assert (given.state, given.place, given.target) == (PaperState.ON_THE_WAY, desk.window, ROOM)
    assert [view.barcode for view in queries.coming_to(ROOM, centre_id=desk.centre_id)] == [code]
    back = custody.call_back(code, by=desk.clerk, at=noon(2))
    assert (back.state, back.target, queries.coming_to(ROOM, centre_id=desk.centre_id)) == (
        PaperState.HERE,
        None,
        [],
    )


def test_scanned_twice_is_taken_once(desk: Desk) -> None:
    code = desk.register("身份证原件")[0].barcode
    custody.give([code], ROOM, by=desk.clerk, at=noon(1))

    first = custody.take(code, ROOM, by=desk.keeper, at=noon(2))
    second = custody.take(code, ROOM, by=desk.keeper, at=noon(3))

    assert first == second
    assert PaperMove.objects.filter(event="take").count() == 1


def test_giving_several_is_all_or_none(desk: Desk) -> None:
    one, other = desk.register("身份证原件", "户口簿原件")
    custody.give([other.barcode], ROOM, by=desk.clerk, at=noon(1))

    with pytest.raises(PaperMoveNotAllowed):
        custody.give([one.barcode, other.barcode], ROOM, by=desk.clerk, at=noon(2))

    assert queries.paper(one.barcode).state is PaperState.HERE


def test_what_does_not_fit_is_refused_and_named(desk: Desk) -> None:
    code = desk.register("身份证原件")[0].barcode

    def refusal(act: Callable[[], object]) -> type[DomainError]:
        with pytest.raises(DomainError) as caught, transaction.atomic():
            act()
        return type(caught.value)

    there = Place(PlaceKind.COURIER, 1)
    assert refusal(lambda: custody.take("0", ROOM, by=desk.keeper, at=noon())) is PaperNotFound
    assert (
        refusal(lambda: custody.take(code, ROOM, by=desk.keeper, at=noon())) is PaperMoveNotAllowed
    )
    assert refusal(lambda: custody.give([code], there, by=desk.clerk, at=noon())) is RouteNotAllowed
    custody.give([code], ROOM, by=desk.clerk, at=noon(1))
    assert (
        refusal(lambda: custody.take(code, desk.police, by=desk.handler, at=noon(2)))
        is PaperElsewhere
    )
    many = [Sheet(PaperKind.COPY, "复印件")] * 99
    assert (
        refusal(
            lambda: custody.register(desk.case_id, many, desk.window, by=desk.clerk, at=noon(3))
        )
        is TooManyPapers
    )


def test_nobody_scans_for_a_place_that_is_not_theirs(desk: Desk) -> None:
    code = desk.register("身份证原件")[0].barcode
    custody.give([code], desk.police, by=desk.clerk, at=noon(1))

    with pytest.raises(NotAllowed):
        custody.take(code, desk.police, by=desk.clerk, at=noon(2))
    with pytest.raises(NotAllowed):
        custody.take(code, Place(PlaceKind.CITIZEN), by=HOUSE, at=noon(2))
    custody.take(code, desk.police, by=desk.handler, at=noon(2))
    with pytest.raises(NotAllowed):
        custody.shelve(code, "1", by=desk.clerk, at=noon(3))


def test_papers_are_not_handed_out_in_a_department(desk: Desk) -> None:
    code = desk.register("身份证原件")[0].barcode
    custody.give([code], desk.police, by=desk.clerk, at=noon(1))
    custody.take(code, desk.police, by=desk.handler, at=noon(2))

    with pytest.raises(RouteNotAllowed):
        custody.hand_out(code, by=desk.handler, at=noon(3))


def test_a_count_finds_what_is_missing_with_who_had_it_last(desk: Desk) -> None:
    kept, lost = desk.register("身份证原件", "户口簿原件")
    for view in (kept, lost):
        custody.give([view.barcode], ROOM, by=desk.clerk, at=noon(1))
        custody.take(view.barcode, ROOM, by=desk.keeper, at=noon(2))
    stray = desk.register("照片")[0]

    counting.count_scan(ROOM, kept.barcode, **count_args(desk))  # type: ignore[arg-type]
    counting.count_scan(ROOM, kept.barcode, **count_args(desk))  # type: ignore[arg-type]
    counting.count_scan(ROOM, stray.barcode, **count_args(desk))  # type: ignore[arg-type]
    result = counting.close_count(ROOM, **count_args(desk))  # type: ignore[arg-type]

    assert (result.result.expected, result.result.seen) == (2, 1)
    assert (result.result.missing, result.result.strays) == ((lost.barcode,), (stray.barcode,))
    assert [(view.barcode, view.holder) for view in result.missing] == [
        (lost.barcode, desk.keeper.id)
    ]
    assert queries.paper(lost.barcode).state is PaperState.MISSING
    with pytest.raises(CountClosed):
        counting.count_scan(ROOM, kept.barcode, **count_args(desk))  # type: ignore[arg-type]


def test_a_missing_paper_that_turns_up_is_in_named_hands_again(desk: Desk) -> None:
    code = desk.register("身份证原件")[0].barcode
    custody.give([code], ROOM, by=desk.clerk, at=noon(1))
    custody.take(code, ROOM, by=desk.keeper, at=noon(2))
    counting.close_count(ROOM, **count_args(desk))  # type: ignore[arg-type]
    assert [view.barcode for view in queries.missing(desk.centre_id)] == [code]

    found = custody.found(code, ISSUE, by=desk.issuer, at=noon(500))

    assert (found.state, found.place, found.holder) == (PaperState.HERE, ISSUE, desk.issuer.id)
    assert queries.missing(desk.centre_id) == []


def test_an_alarm_is_raised_once_for_each_stay(desk: Desk) -> None:
    code = desk.register("身份证原件")[0].barcode
    custody.give([code], ROOM, by=desk.clerk, at=noon(1))
    custody.take(code, ROOM, by=desk.keeper, at=noon(2))
    hours = 60

    assert counting.raise_alarms(by=HOUSE, at=noon(47 * hours)) == 0
    assert counting.raise_alarms(by=HOUSE, at=noon(49 * hours)) == 1
    assert counting.raise_alarms(by=HOUSE, at=noon(50 * hours)) == 0
    assert [view.barcode for view in queries.lying_too_long(at=noon(50 * hours))] == [code]


def test_logs_of_papers_and_cases_are_only_added_to(desk: Desk) -> None:
    desk.register("身份证原件")

    with pytest.raises(IntegrityError), transaction.atomic():
        PaperMove.objects.update(actor="staff:9")
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperMove.objects.all().delete()


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    barrier = Barrier(count)

    def one(place: int) -> T:
        try:
            barrier.wait()
            return work(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_scanners_at_once_take_a_paper_once() -> None:
    desk = build_desk(build_hall())
    code = desk.register("身份证原件")[0].barcode
    custody.give([code], ROOM, by=desk.clerk, at=noon(1))

    at_once(8, lambda _: custody.take(code, ROOM, by=desk.keeper, at=noon(2)))

    assert PaperMove.objects.filter(event="take").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_scanners_would_both_take_it() -> None:
    desk = build_desk(build_hall())
    code = desk.register("身份证原件")[0].barcode
    custody.give([code], ROOM, by=desk.clerk, at=noon(1))
    both_have_read = Barrier(2)

    def take_carelessly(_: int) -> bool:
        paper = Paper.objects.get(barcode=code)
        both_have_read.wait()
        if paper.state != PaperState.ON_THE_WAY.value:
            return False
        paper.state, paper.to_kind = PaperState.HERE.value, ""
        paper.save()
        return True

    assert at_once(2, take_carelessly) == [True, True]
