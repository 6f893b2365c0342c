"""Recorded days in simulated time: the format, the figures, refusals, the command."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from yimen.cli.replay import REASONS
from yimen.cli.replay import replay as command
from yimen.services.hall.replay.day import Arrival, HallDay, Queue, Window
from yimen.services.hall.replay.errors import DayRefused, Reason
from yimen.services.hall.replay.policies import Policy
from yimen.services.hall.replay.reader import read_day
from yimen.services.hall.replay.result import replay
from yimen.services.hall.rules.dispatch import TicketClass

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "data" / "hall"
recorded_days = pytest.mark.skipif(
    not RECORDED.is_dir(), reason="the recorded hall days are not beside the project"
)

HOUR = 3600.0
OPEN = 9 * HOUR
ALL_DAY = ((OPEN, 17 * HOUR),)
QUEUES = {code: Queue(code, code, code != "SWJS", 600.0) for code in ("HZ", "CR", "SWJS")}


def window(
    number: int,
    *queues: str,
    hours: Sequence[tuple[float, float]] = ALL_DAY,
) -> Window:
    return Window(number, queues[0], queues, tuple(hours))


def arrival(
    number: int,
    at: float,
    queue: str = "HZ",
    *,
    ticket_class: TicketClass = TicketClass.ORDINARY,
    slot: float | None = None,
    service: float = 600,
    patience: float | None = None,
) -> Arrival:
    return Arrival(number, queue, ticket_class, at, slot, service, patience)


def hall_day(windows: Sequence[Window], arrivals: Sequence[Arrival]) -> HallDay:
    return HallDay(date(2019, 11, 5), QUEUES, tuple(windows), tuple(arrivals))


def waits(
    windows: Sequence[Window], arrivals: Sequence[Arrival], policy: Policy = Policy.SKILLS
) -> dict[int, tuple[int | None, float | None]]:
    """By ticket: the window that called it and its wait."""
    replayed = replay(hall_day(windows, arrivals), policy, estimate=False)
    return {one.arrival.number: (one.window, one.wait) for one in replayed.outcomes}


def test_a_free_window_takes_an_arrival_at_once_and_the_next_one_waits() -> None:
    line = [arrival(1, OPEN), arrival(2, OPEN + 60)]

    assert waits([window(3, "HZ")], line) == {1: (3, 0.0), 2: (3, 540.0)}


def test_nobody_is_called_before_a_window_opens() -> None:
    assert waits([window(3, "HZ")], [arrival(1, OPEN - 300)]) == {1: (3, 300.0)}


def test_a_window_takes_nobody_at_lunch_but_ends_what_it_began() -> None:
    lunch = [(OPEN, 12 * HOUR), (13 * HOUR, 17 * HOUR)]
    line = [arrival(1, 12 * HOUR - 1, service=900), arrival(2, 12 * HOUR)]

    assert waits([window(1, "HZ", hours=lunch)], line) == {1: (1, 0.0), 2: (1, HOUR)}


def test_after_its_last_hour_a_window_goes_on_until_its_line_is_empty() -> None:
    line = [
        arrival(1, 17 * HOUR - 60),
        arrival(2, 17 * HOUR - 30),
        arrival(3, 17 * HOUR + 60),
        arrival(4, 18 * HOUR),
    ]

    assert waits([window(1, "HZ")], line) == {
        1: (1, 0.0),
        2: (1, 570.0),
        3: (1, 1080.0),
        4: (None, None),
    }


def test_an_arrival_at_the_closing_second_is_still_taken() -> None:
    assert waits([window(1, "HZ")], [arrival(1, 17 * HOUR)]) == {1: (1, 0.0)}


def test_a_wait_counts_from_the_slot_and_is_never_below_zero() -> None:
    line = [
        arrival(1, OPEN, ticket_class=TicketClass.BOOKED, slot=OPEN + 1800),
        arrival(2, OPEN + 60, ticket_class=TicketClass.BOOKED, slot=OPEN + 300),
    ]

    for policy in Policy:
        assert waits([window(1, "HZ")], line, policy) == {1: (1, 0.0), 2: (1, 300.0)}


def test_a_citizen_whose_patience_ran_out_before_the_call_has_left() -> None:
    line = [
        arrival(1, OPEN),
        arrival(2, OPEN, patience=599),
        arrival(3, OPEN, patience=600),
    ]

    assert waits([window(1, "HZ")], line) == {1: (1, 0.0), 2: (None, None), 3: (1, 600.0)}


def test_dedicated_windows_call_their_home_queue_by_arrival_and_forget_classes() -> None:
    line = [
        arrival(1, OPEN),
        arrival(2, OPEN + 1),
        arrival(3, OPEN + 2, ticket_class=TicketClass.PRIORITY),
        arrival(4, OPEN + 3, "CR"),
    ]
    windows = [window(1, "HZ", "CR"), window(2, "CR", "HZ")]

    assert waits(windows, line, Policy.DEDICATED) == {
        1: (1, 0.0),
        2: (1, 599.0),
        3: (1, 1198.0),
        4: (2, 0.0),
    }


def test_with_skills_the_most_specialised_free_window_takes_an_arrival() -> None:
    windows = [window(1, "HZ", "CR"), window(2, "HZ"), window(3, "HZ")]
    line = [arrival(1, OPEN), arrival(2, OPEN), arrival(3, OPEN), arrival(4, OPEN)]

    taken = waits(windows, line)

    assert taken == {1: (2, 0.0), 2: (3, 0.0), 3: (1, 0.0), 4: (2, 600.0)}


def test_with_skills_a_green_channel_ticket_overtakes() -> None:
    line = [
        arrival(1, OPEN),
        arrival(2, OPEN + 1),
        arrival(3, OPEN + 2, ticket_class=TicketClass.PRIORITY),
    ]

    assert waits([window(1, "HZ")], line) == {1: (1, 0.0), 2: (1, 1199.0), 3: (1, 598.0)}


def test_pooled_windows_take_any_queue() -> None:
    assert waits([window(1, "HZ")], [arrival(1, OPEN, "CR")], Policy.POOLED) == {1: (1, 0.0)}
    assert waits([window(1, "HZ")], [arrival(1, OPEN, "CR")]) == {1: (None, None)}


def test_figures_leave_tax_out_of_the_published_means() -> None:
    line = [arrival(1, OPEN, service=300), arrival(2, OPEN, "SWJS", service=900)]
    figures = replay(hall_day([window(1, "HZ", "SWJS")], line), Policy.SKILLS).figures()

    assert (figures["mean_wait_s"], figures["mean_wait_excl_tax_s"]) == (150.0, 0.0)
    assert figures["mean_service_excl_tax_s"] == 300.0
    assert figures["by_queue"]["SWJS"]["max_wait_s"] == 300.0
    assert figures["by_class"]["ordinary"]["served"] == 2


def test_every_ticket_is_served_or_left_or_still_there_at_the_end() -> None:
    line = [
        arrival(1, OPEN),
        arrival(2, OPEN, "CR"),
        arrival(3, OPEN, "CR", patience=60),
    ]
    figures = replay(hall_day([window(1, "HZ")], line), Policy.SKILLS).figures()

    counts = [figures["tickets"], figures["served"], figures["left"], figures["unserved"]]
    assert counts == [3, 1, 1, 1]
    assert figures["estimate"] is not None
    assert figures["estimate"]["scored"] == 1


def test_a_told_range_does_not_depend_on_what_nobody_can_know() -> None:
    line = [
        arrival(number, OPEN + 40 * number, service=200 + 37 * number % 900)
        for number in range(1, 60)
    ]
    moment = line[39].arrived
    calls = replay(hall_day([window(1, "HZ"), window(2, "HZ")], line), Policy.SKILLS)
    ended = {
        one.arrival.number
        for one in calls.outcomes
        if one.wait is not None and one.arrival.arrived + one.wait + one.arrival.service <= moment
    }
    otherwise = [
        one if one.number in ended else replace(one, service=5000.0, patience=90000.0)
        for one in line[:40]
    ]

    other = replay(hall_day([window(1, "HZ"), window(2, "HZ")], otherwise), Policy.SKILLS)

    assert calls.forecaster is not None
    assert other.forecaster is not None
    assert 0 < len(ended) < 39
    told = calls.forecaster.told[40]
    assert told is not None
    assert told.p10 < told.p50 < told.p90
    assert other.forecaster.told[40] == told


@recorded_days
def test_dedicated_windows_wait_the_published_eleven_and_a_half_minutes() -> None:
    figures = replay(read_day(RECORDED / "day-1"), Policy.DEDICATED, estimate=False).figures()

    assert figures["served"] == 2551
    assert figures["mean_wait_excl_tax_s"] == pytest.approx(672, abs=1)


@recorded_days
def test_the_live_rule_waits_about_two_minutes_on_the_same_day() -> None:
    figures = replay(read_day(RECORDED / "day-1"), Policy.SKILLS, estimate=False).figures()

    assert figures["mean_wait_excl_tax_s"] is not None
    assert figures["mean_wait_excl_tax_s"] <= 130


@recorded_days
@pytest.mark.parametrize(
    ("folder", "share"), [("day-1", 0.5), ("day-2-surge", 0.5), ("day-3-impatient", 0.6)]
)
def test_the_range_misses_far_less_than_the_last_wait_would(folder: str, share: float) -> None:
    score = replay(read_day(RECORDED / folder), Policy.DEDICATED).figures()["estimate"]

    assert score is not None
    assert score["mae_s"] is not None
    assert score["les_mae_s"] is not None
    assert score["within_range"] is not None
    assert score["mae_s"] <= share * score["les_mae_s"]
    assert 0.75 <= score["within_range"] <= 0.95


FILES = {
    "queues.csv": "queue,department,domain,counts_in_average,usual_service_seconds\n"
    "HZ,公安户政,police,yes,617\n",
    "windows.csv": "window,area,kind,home_queue,queues,open\n"
    "1,police,dedicated,HZ,HZ,08:30-12:30;13:30-17:30\n",
    "arrivals.csv": "ticket,arrived_at,queue,class,slot_start,service_seconds,patience_seconds\n"
    "1,2019-11-05T09:00:00+08:00,HZ,ordinary,,300,\n"
    "2,2019-11-05T09:01:00+08:00,HZ,booked,2019-11-05T09:30:00+08:00,300,60.5\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_day_is_read_as_written(folder: Path) -> None:
    day = read_day(folder)

    assert day.day == date(2019, 11, 5)
    assert day.queues == {"HZ": Queue("HZ", "公安户政", True, 617.0)}
    assert day.windows == (
        Window(1, "HZ", ("HZ",), ((8.5 * HOUR, 12.5 * HOUR), (13.5 * HOUR, 17.5 * HOUR))),
    )
    assert day.arrivals == (
        arrival(1, OPEN, service=300),
        arrival(
            2,
            OPEN + 60,
            ticket_class=TicketClass.BOOKED,
            slot=OPEN + 1800,
            service=300,
            patience=60.5,
        ),
    )


def test_files_saved_by_a_spreadsheet_program_are_read(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).write_bytes(text.replace("\n", "\r\n").encode("gbk"))
    in_gbk = read_day(folder)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8-sig")

    assert in_gbk == read_day(folder)


def test_queues_may_lie_beside_the_folder(folder: Path) -> None:
    inner = folder / "day"
    inner.mkdir()
    for name in ("windows.csv", "arrivals.csv"):
        (folder / name).rename(inner / name)

    assert read_day(inner) == read_day(inner, folder / "queues.csv")


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "column", "reason"),
    [
        (
            "queues.csv",
            "usual_service_seconds",
            "usual",
            1,
            "usual_service_seconds",
            "column_missing",
        ),
        ("queues.csv", "yes", "maybe", 2, "counts_in_average", "not_yes_or_no"),
        ("queues.csv", "617", "0", 2, "usual_service_seconds", "not_a_number"),
        ("queues.csv", "HZ,公安户政", ",公安户政", 2, "queue", "empty"),
        ("queues.csv", "617\n", "617\nHZ,甲,police,yes,1\n", 3, "queue", "twice"),
        ("windows.csv", "1,police", "一,police", 2, "window", "not_a_number"),
        ("windows.csv", "HZ,HZ", "XX,HZ", 2, "home_queue", "unknown_queue"),
        ("windows.csv", "HZ,HZ", "HZ,HZ;XX", 2, "queues", "unknown_queue"),
        ("windows.csv", "08:30-12:30", "08:30-25:30", 2, "open", "not_hours"),
        ("windows.csv", "08:30-12:30", "12:30-08:30", 2, "open", "not_hours"),
        ("windows.csv", "08:30-12:30", "08:30-14:00", 2, "open", "hours_overlap"),
        ("windows.csv", "17:30\n", "17:30\n1,a,b,HZ,HZ,08:00-09:00\n", 3, "window", "twice"),
        ("arrivals.csv", "2,2019", "1,2019", 3, "ticket", "twice"),
        ("arrivals.csv", "T09:01", " quarter past", 3, "arrived_at", "not_a_time"),
        ("arrivals.csv", "09:01:00+08:00", "09:01:00", 3, "arrived_at", "no_offset"),
        ("arrivals.csv", "2,2019-11-05", "2,2019-11-06", 3, "arrived_at", "other_day"),
        ("arrivals.csv", "HZ,booked", "XX,booked", 3, "queue", "unknown_queue"),
        ("arrivals.csv", "ordinary", "vip", 2, "class", "unknown_class"),
        ("arrivals.csv", "2019-11-05T09:30:00+08:00", "", 3, "slot_start", "slot_missing"),
        ("arrivals.csv", "booked", "ordinary", 3, "slot_start", "slot_not_booked"),
        ("arrivals.csv", ",,300,", ",,-1,", 2, "service_seconds", "not_a_number"),
        ("arrivals.csv", ",60.5", ",nan", 3, "patience_seconds", "not_a_number"),
        ("arrivals.csv", ",,300,", ",,300", 2, "", "field_count"),
    ],
)
def test_a_bad_field_is_refused_with_its_place(
    folder: Path, *, file: str, old: str, new: str, line: int, column: str, reason: str
) -> None:
    (folder / file).write_text(FILES[file].replace(old, new, 1), encoding="utf-8")

    with pytest.raises(DayRefused) as refusal:
        read_day(folder)

    place = (refusal.value.file, refusal.value.line, refusal.value.column, refusal.value.reason)
    assert place == (file, line, column, Reason(reason))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda path: path.unlink(), Reason.FILE_MISSING),
        (lambda path: path.write_bytes(b""), Reason.EMPTY_FILE),
        (lambda path: path.write_bytes(b"\xff\xfe\x00\x81"), Reason.NOT_TEXT),
    ],
)
@pytest.mark.parametrize("file", list(FILES))
def test_an_unusable_file_is_refused_by_name(
    folder: Path, file: str, spoil: Callable[[Path], object], reason: Reason
) -> None:
    spoil(folder / file)

    with pytest.raises(DayRefused) as refusal:
        read_day(folder)

    assert (refusal.value.file, refusal.value.reason) == (file, reason)


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_the_command_prints_one_json_object_with_the_agreed_names(folder: Path) -> None:
    result = run(str(folder), "--policy", "dedicated", "--json")

    assert (result.exit_code, result.stderr) == (0, "")
    figures = json.loads(result.stdout)
    assert set(figures) >= {
        *("policy", "tickets", "served", "left", "mean_wait_s", "p50_wait_s", "p90_wait_s"),
        *("p99_wait_s", "max_wait_s", "mean_wait_excl_tax_s", "mean_service_excl_tax_s"),
        *("by_class", "by_queue", "estimate", "seconds"),
    }
    assert set(figures["estimate"]) >= {"mae_s", "bias_s", "within_range", "les_mae_s"}
    assert (figures["policy"], figures["tickets"]) == ("dedicated", 2)


def test_without_the_estimate_there_is_no_score(folder: Path) -> None:
    result = run(str(folder), "--no-estimate", "--json")

    assert json.loads(result.stdout)["estimate"] is None


def test_the_command_draws_the_live_rule_where_not_told_otherwise(folder: Path) -> None:
    result = run(str(folder))

    assert (result.exit_code, result.stderr) == (0, "")
    assert "按技能叫号" in result.stdout
    assert "绿色通道" not in result.stdout
    assert "09:30" in result.stdout


def test_a_refusal_is_one_line_on_standard_error(folder: Path) -> None:
    (folder / "windows.csv").write_text(FILES["windows.csv"].replace("08:30", "8.30"), "utf-8")

    result = run(str(folder), "--json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "windows.csv 第 2 行 open 列：不是有效的开放时段（应为 HH:MM-HH:MM）"
        "：8.30-12:30;13:30-17:30"
    ]


def test_a_folder_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    result = run(str(tmp_path / "nowhere"))

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{tmp_path / 'nowhere'}：没有这个文件夹\n"


def test_wrong_usage_exits_with_two(folder: Path) -> None:
    assert run().exit_code == 2
    assert run(str(folder), "--policy", "alphabetical").exit_code == 2


def test_every_reason_has_a_sentence() -> None:
    assert set(REASONS) == set(Reason)
