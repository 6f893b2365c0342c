"""The data board: today from the hall, seven days from facts, for boards and staff alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.builders import Hall, device_key

from yimen.channels.boards.data.picture import BAR, picture
from yimen.insights import actions as insights
from yimen.journeys.serve import finish
from yimen.journeys.take_ticket import take_ticket
from yimen.reference.people.rules import HOUSE, DeviceKind
from yimen.services.hall import actions

pytestmark = pytest.mark.django_db

#: A Tuesday noon of the reference centre.
NOON = datetime(2019, 11, 5, 4, 0, tzinfo=UTC)


@pytest.fixture
def wall(hall: Hall) -> Client:
    client = Client()
    client.cookies["yimen_device"] = device_key(hall, DeviceKind.BOARD)
    return client


def serve(hall: Hall, at: datetime, queue: str = "HZ") -> None:
    """Somebody was served in a quarter of an hour, after waiting for five minutes."""
    window = hall.windows[1]
    take_ticket(centre_id=hall.centre_id, queue_code=queue, by=HOUSE, at=at, channel="machine")
    step = at + timedelta(minutes=5)
    actions.call_next(window, centre_id=hall.centre_id, by=HOUSE, at=step)
    actions.start(window, centre_id=hall.centre_id, by=HOUSE, at=step)
    finish(window, centre_id=hall.centre_id, by=HOUSE, at=step + timedelta(minutes=15))


def test_the_board_shows_today_and_the_week(hall: Hall) -> None:
    hall.open(1)
    serve(hall, NOON - timedelta(hours=2))
    insights.catch_up(at=NOON)

    seen = picture(hall.centre_id, at=NOON)

    assert [tile.value for tile in seen.tiles] == ["1", "1", "0", "5.0", "–"]
    assert (seen.windows.open, seen.windows.total) == (1, 3)
    assert [(bar.name, bar.value, bar.length) for bar in seen.top] == [("业务HZ", "1", BAR)]
    assert [bar.value for bar in seen.channels] == ["1", "0", "0", "0"]
    assert [call.window for call in seen.calls] == [1]
    assert seen.week is not None
    assert "<svg" in seen.week.usual
    assert "<svg" in seen.week.wide
    assert not seen.alarms


def test_an_area_warms_with_the_longest_wait_and_a_line_without_window_is_an_alarm(
    hall: Hall,
) -> None:
    take_ticket(
        centre_id=hall.centre_id, queue_code="CR", by=HOUSE, at=NOON - timedelta(minutes=25),
        channel="machine",
    )  # fmt: skip

    seen = picture(hall.centre_id, at=NOON)

    (area,) = seen.floors[0].areas
    assert (area.waiting, area.longest, area.heat) == (1, 25, 3)
    (alarm,) = seen.alarms
    assert (alarm.name, alarm.minutes) == ("业务CR", 25)


def test_an_empty_centre_shows_dashes_and_no_rate(hall: Hall, wall: Client) -> None:
    page = wall.get("/boards/data").content.decode()

    assert [tile.value for tile in picture(hall.centre_id, at=NOON).ratings] == ["–", "–", "–", "0"]
    assert "100%" not in page
    assert "style=" not in page


def test_what_changes_is_drawn_alone(hall: Hall, wall: Client) -> None:
    take_ticket(
        centre_id=hall.centre_id, queue_code="HZ", by=HOUSE, at=timezone.now(), channel="machine"
    )

    fragment = wall.get("/boards/data/now").content.decode()

    assert fragment.strip().startswith('<div class="data" id="now">')
    assert "<html" not in fragment


def test_only_boards_and_staff_see_it(hall: Hall) -> None:
    screen = Client()
    screen.cookies["yimen_device"] = device_key(hall, DeviceKind.WINDOW_SCREEN, 1)

    for client in (Client(), screen):
        assert client.get("/boards/data").status_code == 302
