"""`./yimen deadline`: the words, the JSON and the exit codes other programs depend on."""

import json
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from click.testing import CliRunner, Result
from django.db import connection
from tests.builders import at
from tests.cli.test_command_line import run

from yimen.cli import deadline as command
from yimen.kernel.workdays import Kind
from yimen.reference.centres import actions
from yimen.reference.centres.rules.legal import Change


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither a database nor a served home."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("YIMEN_HOME", str(tmp_path))


def invoke(*words: str) -> Result:
    return CliRunner().invoke(command.deadline_command, words)


def asked(*words: str) -> dict[str, object]:
    done = invoke(*words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.usefixtures("alone")
def test_json_has_the_due_date_and_each_day_with_why() -> None:
    found = asked("--start", "2020-06-24", "--days", "1")

    assert found == {
        "due": "2020-06-28",
        "days": [
            {"date": "2020-06-25", "counted": False, "why": "周四端午放假"},
            {"date": "2020-06-26", "counted": False, "why": "周五端午放假"},
            {"date": "2020-06-27", "counted": False, "why": "周六端午放假"},
            {"date": "2020-06-28", "counted": True, "why": "第 1 个工作日，周日端午调休上班"},
        ],
    }


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("--start 2025-04-28 --days 5 --pause 2025-04-29:2025-05-08", "2025-05-15"),
        ("--start 2026-09-28 --days 5 --pause 2026-09-29:2026-10-12", "2026-10-19"),
        ("--start 2020-01-20 --days 5 --unit natural", "2020-02-03"),
        ("--start 2020-01-20 --days 20 --unit working", "2020-02-25"),
        (
            "--start 2020-02-03 --days 2 --pause 2020-02-04:2020-02-04 "
            "--pause 2020-02-06:2020-02-06",
            "2020-02-07",
        ),
        ("--start 2020-06-23T23:30:00+00:00 --days 1", "2020-06-28"),  # the 24th in Dongguan
        ("--start 2020-06-24T09:30 --days 1 --builtin", "2020-06-28"),
    ],
)
def test_units_pauses_and_instants(words: str, due: str) -> None:
    assert asked(*words.split())["due"] == due


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    "words",
    [
        "--days 5",
        "--start 2020-01-20",
        "--start 20.1.2020 --days 5",
        "--start 2020-02-30 --days 5",
        "--start 2020-01-20 --days 0",
        "--start 2020-01-20 --days 3661",
        "--start 2020-01-20 --days x",
        "--start 2020-01-20 --days 5 --unit hours",
        "--start 2020-01-20 --days 5 --pause 2020-01-21",
        "--start 2020-01-20 --days 5 --pause 2020-01-22:2020-01-21",
        "--start 2020-01-20 --days 5 --pause x:y",
    ],
)
def test_wrong_usage_is_two(words: str) -> None:
    done = invoke(*words.split())

    assert (done.exit_code, done.stdout) == (2, "")


def test_a_limit_that_never_ends_is_refused_on_one_line(tmp_path: Path) -> None:
    words = "--start 2020-01-20 --days 5 --pause 2020-01-21:9999-12-31 --json"

    done = run("deadline", *words.split(), YIMEN_HOME=str(tmp_path))

    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1


def test_without_a_database_nothing_is_made_and_nothing_else_said(tmp_path: Path) -> None:
    home = tmp_path / "home"

    done = run("deadline", "--start", "2020-01-17", "--days", "5", "--json", YIMEN_HOME=str(home))

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["due"] == "2020-01-23"
    assert not home.exists()


def test_a_database_that_does_not_answer_is_said_and_the_built_in_calendar_used(
    tmp_path: Path,
) -> None:
    words = ["--start", "2020-01-17", "--days", "5", "--json"]
    address = f"postgresql:///gone?host={tmp_path}"

    done = run("deadline", *words, DATABASE_URL=address, YIMEN_HOME=str(tmp_path))

    assert done.returncode == 0
    assert json.loads(done.stdout)["due"] == "2020-01-23"
    assert "随程序提供" in done.stderr


@pytest.mark.django_db
def test_the_database_has_the_last_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///not-opened-by-the-test")
    monkeypatch.setenv("YIMEN_HOME", str(tmp_path))
    actions.change_calendar(
        [Change(date(2019, 11, 6), Kind.REST, "台风")],
        notice="市政府通告",
        base=0,
        staff_id=None,
        at=at(0),
    )

    by_database = asked("--start", "2019-11-05", "--days", "1")
    by_program = asked("--start", "2019-11-05", "--days", "1", "--builtin")

    assert (by_database["due"], by_program["due"]) == ("2019-11-07", "2019-11-06")
    assert connection.is_usable()


@pytest.mark.usefixtures("alone")
def test_people_see_the_day_the_calendar_and_the_reasons() -> None:
    done = invoke("--start", "2026-12-30", "--days", "2")

    assert done.exit_code == 0
    assert "2027-01-04 届满" in done.stdout
    assert "随程序提供，含暂定日期" in done.stdout
    assert "周五元旦放假" in done.stdout


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("year", range(2010, 2027))
def test_each_day_of_a_year_counts_as_the_library_says(year: int) -> None:
    start = date(year, 1, 1) - timedelta(days=1)
    count = len(chinese_calendar.get_workdays(date(year, 1, 1), date(year, 12, 31)))

    found = asked("--start", start.isoformat(), "--days", str(count), "--builtin")

    days = found["days"]
    assert isinstance(days, list)
    assert [day["counted"] for day in days] == [
        chinese_calendar.is_workday(date.fromisoformat(day["date"])) for day in days
    ]
    assert str(found["due"]).startswith(f"{year}-12-")
