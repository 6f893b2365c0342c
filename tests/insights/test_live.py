"""The live hall counts like history, and facts follow what changes."""

from datetime import datetime, timedelta

import pytest

from tests.builders import TEN, Hall, at
from yimen.insights import actions as insights
from yimen.insights import queries
from yimen.insights.models import Service
from yimen.insights.queries.services import services
from yimen.insights.rules.measures import Period, Scope
from yimen.journeys.serve import finish
from yimen.reference.people.rules import HOUSE, Actor, Grant, Right
from yimen.services.feedback import actions as feedback
from yimen.services.feedback.models import Rating
from yimen.services.feedback.rules.repair import Ground
from yimen.services.hall import actions

pytestmark = pytest.mark.django_db

DAY = TEN.date()
TODAY = Period(DAY, DAY)


def serve(hall: Hall) -> str:
    """Somebody came at ten, was called at 10:05, served from 10:06 to 10:16; the rating token."""
    hall.issue()
    hall.open(1)
    hall.call(1, 5)
    hall.press(actions.start, 1, 6)
    _, token = finish(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=at(16))
    return token


def test_a_service_at_a_window_counts_with_its_times(hall: Hall) -> None:
    serve(hall)

    assert insights.follow_today(at=at(20)) == 1

    values = queries.figures(TODAY)
    assert values["window_cases"] == 1
    assert values["mean_wait_min"] == pytest.approx(5)
    assert values["mean_handling_min"] == pytest.approx(10)
    assert values["rated"] == 0
    assert values["five_star_rate"] is None
    (row,) = services(Scope(TODAY))
    assert (row.department, row.item, row.window_kind) == ("东莞市公安局", "业务HZ", "dedicated")
    assert row.imported is False


def test_looking_again_writes_nothing(hall: Hall) -> None:
    serve(hall)
    insights.follow_today(at=at(20))

    assert insights.follow_today(at=at(21)) == 0
    assert Service.objects.count() == 1


def test_a_rating_days_later_changes_the_day_of_the_visit(hall: Hall) -> None:
    token = serve(hall)
    insights.catch_up(at=at(20))
    later = TEN + timedelta(days=9)
    feedback.rate(token, 2, reasons=[213], comment="", channel="phone", at=later)

    assert insights.catch_up(at=later) == 1

    values = queries.figures(TODAY)
    assert values["rated"] == 1
    assert values["bad_rate"] == pytest.approx(1)


def exclude(rated_at: datetime, decided_at: datetime) -> None:
    """The bad rating was given by mistake: appealed, and decided by a second person."""
    officer = Actor("staff", 901, "901", (Grant(frozenset({Right.HANDLE_RATINGS})),))
    reviewer = Actor("staff", 902, "902", (Grant(frozenset({Right.REVIEW_RATINGS})),))
    rating = Rating.objects.get()
    repair = feedback.open_repair(rating.pk, real_name=True, at=rated_at)
    assert repair is not None
    feedback.sign(repair, by=officer, at=rated_at)
    feedback.contact(repair, reached=True, text="已回访核实", by=officer, at=rated_at)
    feedback.appeal(repair, Ground.MISTAKEN, text="本人称误按", by=officer, at=rated_at)
    feedback.decide_appeal(repair, upheld=True, text="属实", by=reviewer, at=decided_at)


@pytest.mark.parametrize("days_later", [1, 80])
def test_a_rating_excluded_by_a_review_leaves_the_figures_however_late(
    hall: Hall, days_later: int
) -> None:
    feedback.rate(serve(hall), 1, reasons=[115], comment="", channel="phone", at=at(17))
    insights.catch_up(at=at(20))
    assert queries.figures(TODAY)["bad_rate"] == pytest.approx(1)
    decided = at(17) + timedelta(days=days_later)
    exclude(at(18), decided)

    assert insights.catch_up(at=decided) == 1

    values = queries.figures(TODAY)
    assert (values["rated"], values["bad_rate"]) == (0, None)
    assert values["window_cases"] == 1
    (row,) = services(Scope(TODAY))
    assert row.stars is None


def test_only_the_excluded_rating_of_a_day_leaves_it(hall: Hall) -> None:
    feedback.rate(serve(hall), 1, reasons=[115], comment="", channel="phone", at=at(17))
    exclude(at(18), at(19))
    hall.issue(minutes=20)
    hall.call(1, 21)
    hall.press(actions.start, 1, 22)
    _, token = finish(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=at(30))
    feedback.rate(token, 5, reasons=[], comment="", channel="phone", at=at(31))

    insights.follow_today(at=at(32))

    values = queries.figures(TODAY)
    assert values["rated"] == 1
    assert values["five_star_rate"] == pytest.approx(1)
    assert values["window_cases"] == 2


def test_missed_and_withdrawn_count_and_waiting_does_not(hall: Hall) -> None:
    hall.open(1)
    hall.issue()
    hall.call(1, 1)
    hall.press(actions.miss, 1, 4)
    gone = hall.issue(minutes=5)
    hall.issue(minutes=6)
    actions.withdraw(gone.id, by=HOUSE, at=at(7))

    insights.follow_today(at=at(20))

    values = queries.figures(TODAY)
    assert values["missed_rate"] == pytest.approx(0.5)
    assert values["left_rate"] == pytest.approx(0.5)
    assert Service.objects.count() == 2


def test_a_number_that_comes_back_is_no_longer_missed(hall: Hall) -> None:
    hall.open(1)
    missed = hall.issue()
    hall.call(1, 1)
    hall.press(actions.miss, 1, 4)
    insights.follow_today(at=at(5))
    actions.rejoin(missed.id, by=HOUSE, at=at(6))

    assert insights.follow_today(at=at(7)) == 1

    assert Service.objects.count() == 0
    assert queries.figures(TODAY)["missed_rate"] is None
