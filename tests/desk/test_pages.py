"""What the desk shows, in which order, at what cost; and the way to a window."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.builders import Hall, at
from tests.desk.builders import Desk, scene
from yimen.channels.desk.picture import Picture, draw
from yimen.channels.desk.seat import Seat
from yimen.services.hall import queries
from yimen.services.hall.rules.dispatch import TicketClass

pytestmark = pytest.mark.django_db


def picture(desk: Desk, minutes: float) -> Picture:
    """Window 2's desk some minutes after ten."""
    now = at(minutes)
    window_id = desk.hall.windows[2]
    return draw(
        Seat(
            window=queries.window_places(desk.hall.centre_id)[window_id],
            duty=queries.duty(window_id),
            actor=desk.clerk,
            centre_id=desk.hall.centre_id,
            at=now,
            day=queries.business_day(desk.hall.centre_id, now),
        )
    )


def test_the_line_stands_in_the_order_in_which_it_would_be_called(desk: Desk) -> None:
    ordinary = desk.hall.issue("HZ", 0)
    green = desk.hall.issue("CR", 5, ticket_class=TicketClass.PRIORITY)
    later = desk.hall.issue("HZ", 6)

    shown = [row.ticket.id for row in picture(desk, 10).line.rows]

    assert shown == [green.id, ordinary.id, later.id]


def test_overdue_waits_come_first_and_are_counted(desk: Desk) -> None:
    late = desk.hall.issue("HZ", 0)
    desk.hall.issue("CR", 40, ticket_class=TicketClass.PRIORITY)

    line = picture(desk, 50).line

    assert line.rows[0].ticket.id == late.id
    assert [row.overdue for row in line.rows] == [True, False]
    assert (line.overdue, line.longest) == (1, timedelta(minutes=50))


def test_an_appointment_before_its_time_stands_last(desk: Desk) -> None:
    booked = desk.hall.issue("HZ", 0, ticket_class=TicketClass.BOOKED, slot_start=at(30))
    walk_in = desk.hall.issue("HZ", 1)

    rows = picture(desk, 2).line.rows

    assert [row.ticket.id for row in rows] == [walk_in.id, booked.id]
    assert [row.early for row in rows] == [False, True]


def test_a_long_line_is_counted_but_not_drawn_whole(desk: Desk) -> None:
    for place in range(45):
        desk.hall.issue("HZ", place / 60)

    line = picture(desk, 5).line

    assert (line.count, len(line.rows), line.more) == (45, 40, 5)


def test_after_closing_the_desk_says_how_many_are_left(desk: Desk) -> None:
    desk.hall.issue("HZ", 0)
    before_midnight = picture(desk, 0)
    closing = at(0).replace(hour=15, minute=59, second=59, microsecond=500)

    assert not before_midnight.closed
    after = draw(replace(before_midnight.seat, at=closing))
    assert "已到下班时间，还有 1 位" in render_to_string("desk/_line.html", {"picture": after})


def test_the_page_tells_nothing_personal(desk: Desk) -> None:
    ticket = desk.arrive()
    desk.press("next", key="k1")
    row = queries.ticket(ticket.id)

    page = desk.page()

    assert ticket.number in page
    assert row.public_id not in page  # the citizen's own secret address


def test_one_in_line_and_three_cost_the_same(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk.arrive()
    desk.page()  # fills the memories of queues, hours and rules
    asked = _count(desk)
    desk.arrive()
    desk.arrive("CR")

    with django_assert_num_queries(asked):
        desk.page()


def _count(desk: Desk) -> int:
    with CaptureQueriesContext(connection) as captured:
        desk.page()
    return len(captured)


def test_a_refresh_answers_with_the_region_alone(desk: Desk) -> None:
    answer = desk.client.get("/desk/2/", headers={"HX-Request": "true"}).content.decode()

    assert scene(answer) == "idle"
    assert "<html" not in answer


@pytest.mark.parametrize("question", ["pause", "transfer", "call", "keys"])
def test_every_question_is_a_page_too(desk: Desk, question: str) -> None:
    assert desk.client.get(f"/desk/2/ask/{question}").status_code == 200


def test_an_unknown_question_is_not_found(desk: Desk) -> None:
    assert desk.client.get("/desk/2/ask/why").status_code == 404


def test_a_change_by_get_is_refused(desk: Desk) -> None:
    assert desk.client.get("/desk/2/next").status_code == 405


def test_who_sits_somewhere_goes_straight_there(desk: Desk) -> None:
    assert desk.client.get("/desk/")["Location"] == "/desk/2/"


def test_windows_are_listed_and_the_last_one_is_remembered(desk: Desk) -> None:
    desk.press("log-out")

    page = desk.client.get("/desk/").content.decode()

    assert 'value="2"' in page.split("<button")[0]
    assert page.count('class="place ') == 3


def test_a_window_in_use_is_refused(desk: Desk, other_clerk: Client) -> None:
    answer = other_clerk.post("/desk/log-in", {"number": "2"})

    assert answer.status_code == 409


@pytest.mark.parametrize("number", ["99", "", "x", "9" * 40])
def test_a_window_that_is_not_there_is_not_found(other_clerk: Client, number: str) -> None:
    assert other_clerk.post("/desk/log-in", {"number": number}).status_code == 404


def test_strangers_are_sent_to_log_in(hall: Hall) -> None:
    answer = Client().get("/desk/")

    assert answer.status_code == 302
    assert answer["Location"].endswith("next=%2Fdesk%2F")


def test_the_timer_starts_from_the_servers_clock(desk: Desk) -> None:
    desk.arrive()
    desk.press("next", key="k1")

    assert f'data-now="{timezone.localtime():%Y-%m-%d}' in desk.page()
