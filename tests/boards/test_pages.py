"""Walls and window screens: who may look, what stands there, and rating by the citizen alone."""

import io
import json
import re
import wave
from pathlib import Path

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from tests.builders import Hall, device_key

from yimen.channels.boards import sound
from yimen.channels.boards.picture import minutes
from yimen.journeys.serve import finish
from yimen.reference.people.rules import HOUSE, DeviceKind
from yimen.services.feedback import queries as ratings
from yimen.services.feedback.rules import GRADES, REASONS
from yimen.services.hall import actions
from yimen.services.hall.rules.states import PauseReason

pytestmark = pytest.mark.django_db


def screen_of(hall: Hall, window: int = 1) -> Client:
    """The browser at a window."""
    client = Client()
    client.cookies["yimen_device"] = device_key(hall, DeviceKind.WINDOW_SCREEN, window)
    return client


@pytest.fixture
def wall(hall: Hall) -> Client:
    client = Client()
    client.cookies["yimen_device"] = device_key(hall, DeviceKind.BOARD)
    return client


def take_now(hall: Hall, queue: str = "HZ") -> str:
    """A number given this moment, as pages show today."""
    issued = actions.issue(
        centre_id=hall.centre_id,
        queue_code=queue,
        by=HOUSE,
        at=timezone.now(),
        channel="machine",
    )
    return issued.number


def serve_now(hall: Hall, window: int = 1) -> str:
    """One citizen served at a window; the token to rate with."""
    window_id = hall.windows[window]
    take_now(hall)
    at = timezone.now()
    actions.log_in(window_id, centre_id=hall.centre_id, by=HOUSE, at=at)
    actions.call_next(window_id, centre_id=hall.centre_id, by=HOUSE, at=at)
    actions.start(window_id, centre_id=hall.centre_id, by=HOUSE, at=at)
    return finish(window_id, centre_id=hall.centre_id, by=HOUSE, at=at)[1]


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("path", ["/boards/", "/boards/panel", "/boards/window/"])
def test_a_browser_that_is_nobody_is_sent_to_enrol(db: None, path: str) -> None:
    response = Client().get(path)

    assert response.status_code == 302
    assert "enrol" in response["Location"]


def test_a_ticket_machine_is_no_wall(hall: Hall) -> None:
    client = Client()
    client.cookies["yimen_device"] = device_key(hall, DeviceKind.TICKET_MACHINE)

    assert client.get("/boards/").status_code == 302


def test_the_newest_call_stands_first_and_large(hall: Hall, wall: Client) -> None:
    first, second = take_now(hall), take_now(hall)
    for window in (1, 2):
        now = timezone.now()
        actions.log_in(hall.windows[window], centre_id=hall.centre_id, by=HOUSE, at=now)
        actions.call_next(hall.windows[window], centre_id=hall.centre_id, by=HOUSE, at=now)

    page = text(wall.get("/boards/"))

    shown = re.findall(r'class="(call[^"]*)" data-call="([^"]+)" data-window="(\d+)"', page)
    assert shown == [("call call--fresh", second, "2"), ("call", first, "1")]


def test_lines_show_who_waits_and_missed_numbers_stand_below(hall: Hall, wall: Client) -> None:
    missed = take_now(hall)
    take_now(hall, "CR")
    take_now(hall, "CR")
    now = timezone.now()
    actions.log_in(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=now)
    actions.call_next(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=now)
    actions.miss(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=now)

    panel = text(wall.get("/boards/panel"))

    waiting = re.findall(r'<th scope="row">(\w+)</th><td class="num"><strong>(\d+)', panel)
    assert waiting == [("业务HZ", "0"), ("业务CR", "2")]
    assert f"<strong>{missed}</strong>" in panel
    assert "<html" not in panel


def test_an_area_the_centre_does_not_have_is_refused(wall: Client) -> None:
    assert wall.get("/boards/area/A").status_code == 200
    assert wall.get("/boards/area/Q").status_code == 404


def test_the_page_brings_what_it_needs_to_say_a_call_without_asking(
    hall: Hall, wall: Client
) -> None:
    page = text(wall.get("/boards/"))

    found = re.search(r'<script id="wall-words" type="application/json">(.*?)</script>', page)
    assert found
    words = json.loads(found[1])
    assert [tongue["lang"] for tongue in words["tongues"]] == ["zh-CN", "zh-HK"]
    assert words["tongues"][0]["windows"] == {"1": "一", "2": "二", "3": "三"}
    assert words["windows"] == {"1": "A", "2": "A", "3": "A"}


def test_a_wall_follows_its_centre_and_never_ratings(hall: Hall, wall: Client) -> None:
    url = wall.get("/boards/stream").json()["url"]

    topics = signing.loads(url.split("token=")[1], salt="yimen.live")
    assert topics == [f"centre:{hall.centre_id}"]


def test_a_window_screen_follows_its_own_window_and_its_rating(hall: Hall) -> None:
    url = screen_of(hall).get("/boards/window/stream").json()["url"]

    topics = signing.loads(url.split("token=")[1], salt="yimen.live")
    window = hall.windows[1]
    assert topics == [f"queue:{hall.queues['HZ']}", f"rating:{window}", f"window:{window}"]


def test_a_screen_cannot_look_at_another_window(hall: Hall) -> None:
    page = text(screen_of(hall, 1).get("/boards/window/2"))

    assert 'data-window="1"' in page


def test_the_screen_says_whose_turn_it_is_and_why_it_rests(hall: Hall) -> None:
    screen = screen_of(hall)
    closed = text(screen.get("/boards/window/now"))
    number, following = take_now(hall), take_now(hall)
    now = timezone.now()
    actions.log_in(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=now)
    actions.call_next(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=now)
    called = text(screen.get("/boards/window/now"))
    actions.start(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=now)
    finish(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=now)
    actions.pause(hall.windows[1], PauseReason.MEAL, centre_id=hall.centre_id, by=HOUSE, at=now)
    paused = text(screen.get("/boards/window/now"))

    assert "窗口未开放" in closed
    assert f"data-now-number>{number}<" in called
    assert f"<strong>{following}</strong>" in called
    assert "暂停服务" in paused
    assert "工作人员用餐" in paused


def test_rating_goes_from_grade_to_reasons_to_thanks_and_works_once(hall: Hall) -> None:
    screen, token = screen_of(hall), serve_now(hall)
    htmx = {"HX-Request": "true"}
    address = f"/boards/window/rate/{token}"

    grades = text(screen.get(address, headers=htmx))
    reasons = text(screen.get(f"{address}?stars=2", headers=htmx))
    thanks = text(screen.post(address, {"stars": "2", "reasons": ["213", "214"]}, headers=htmx))
    again = text(screen.post(address, {"stars": "5"}, headers=htmx))

    assert [word for word in GRADES.values() if f"<b>{word}</b>" in grades] == list(GRADES.values())
    assert "checked" not in grades + reasons
    assert re.findall(r'name="reasons" value="(\d+)"', reasons) == [str(c) for c in REASONS[2]]
    assert "谢谢您的评价" in thanks
    assert "已经评价过了" in again
    now = timezone.now()
    given = ratings.ratings_between(hall.centre_id, now.replace(hour=0, minute=0), now)
    assert [(stars, why, channel) for _, stars, why, _, channel, _ in given] == [
        (2, [213, 214], "screen")
    ]


def test_without_script_rating_is_a_page_and_leads_back(hall: Hall) -> None:
    screen, token = screen_of(hall), serve_now(hall)

    page = text(screen.get(f"/boards/window/rate/{token}?stars=5"))
    response = screen.post(f"/boards/window/rate/{token}", {"stars": "5"})

    assert "<html" in page
    assert (response.status_code, response["Location"]) == (302, "/boards/window/")


def test_a_reason_of_another_grade_is_asked_again_and_nothing_is_given(hall: Hall) -> None:
    screen, token = screen_of(hall), serve_now(hall)

    page = text(
        screen.post(
            f"/boards/window/rate/{token}",
            {"stars": "5", "reasons": "108"},
            headers={"HX-Request": "true"},
        )
    )

    assert 'value="517"' in page
    invitation = ratings.invitation(token)
    assert invitation is not None
    assert not invitation.used


def test_only_the_screen_of_the_window_that_served_may_rate(hall: Hall) -> None:
    token = serve_now(hall, window=1)

    assert screen_of(hall, 2).get(f"/boards/window/rate/{token}").status_code == 404
    assert screen_of(hall, 1).get("/boards/window/rate/made-up").status_code == 404


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (None, ""),
        ((0, 20, 50), "<1"),
        ((30, 45, 60), "1"),
        ((10, 60, 300), "1–5"),
        ((290, 295, 300), "5"),
        ((900, 1200, 1500), "15–25"),
    ],
)
def test_ranges_are_whole_minutes_rounded_up(told: tuple[int, int, int] | None, words: str) -> None:
    assert minutes(told) == words


def test_a_call_can_be_fetched_as_sound_and_is_made_once(wall: Client) -> None:
    response = wall.get("/boards/voice/zh-CN-A012-12.wav")
    if response.status_code == 404:
        pytest.skip("the speech library does not load on this machine")

    with wave.open(io.BytesIO(response.content)) as opened:
        assert opened.getnframes() > opened.getframerate()
    kept = [path.name for path in sound.folder().iterdir()]
    assert kept == ["zh-CN-A012-12.wav"]
    (sound.folder() / kept[0]).write_bytes(b"from the file")
    assert wall.get("/boards/voice/zh-CN-A012-12.wav").content == b"from the file"


@pytest.mark.parametrize(
    "text_id", ["xx-XX-A012-12", "zh-CN-A012", "zh-CN-012-12", "zh-CN-A012-0x"]
)
def test_what_is_no_call_has_no_sound(wall: Client, text_id: str) -> None:
    assert wall.get(f"/boards/voice/{text_id}.wav").status_code == 404


def test_only_so_many_sounds_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "KEEP_FILES", 3)
    monkeypatch.setattr(sound, "spoken", lambda words, tongue: words.encode())

    for window in range(1, 6):
        sound.wav(f"zh-CN-A001-{window}")

    assert len(list(sound.folder().glob("*.wav"))) == 3
    assert list(sound.folder().glob(".*")) == []
