"""The story of a case's time, as the page, the API and the command tell it."""

import json
from datetime import date

import pytest
from click import ClickException
from click.testing import CliRunner

from tests.cases.timed import APPROVER, HANDLER, REVIEWER, Timed, accepted, build_case, noon
from yimen.cli.deadline import deadline_command
from yimen.cli.explained import draw, explained, to_json
from yimen.kernel.identifiers import BadCaseNumber, case_number
from yimen.kernel.workdays import Kind, deadline
from yimen.reference.centres import queries as centres
from yimen.reference.centres.actions import change_calendar, seed_calendar
from yimen.reference.centres.rules.legal import Change
from yimen.services.cases.actions import clockwork, extending, special
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries.explain import Explanation, explain
from yimen.services.cases.rules.clocks import ClockKind, StopReason
from yimen.services.cases.rules.explain import Tally

pytestmark = pytest.mark.django_db


def eventful() -> Timed:
    """A case with a supplement, a special procedure and an extension."""
    case = build_case("2019-11-05")
    case.stop(ClockKind.ACCEPTANCE, "2019-11-06", StopReason.SUPPLEMENT)
    case.start(ClockKind.SUPPLEMENT, "2019-11-06")
    case.end(ClockKind.SUPPLEMENT, "2019-11-08")
    case.go_on(ClockKind.ACCEPTANCE, "2019-11-08")
    case.accept("2019-11-11")
    asked = special.ask(
        case.id, StopReason.TESTING, days=5, reason="送检", by=HANDLER, at=noon("2019-11-12")
    )
    special.approve(asked.id, by=REVIEWER, at=noon("2019-11-13"))
    special.resume(case.id, result="合格", by=REVIEWER, at=noon("2019-11-19"))
    extension = extending.ask(
        case.id, days=10, reason="案情复杂", by=HANDLER, at=noon("2019-11-20")
    )
    extending.grant(extension.id, by=APPROVER, at=noon("2019-11-20"))
    return case


def told(case: Timed, on: str) -> Explanation:
    return explain(case.row.number or "", at=noon(on))


def test_every_clock_is_told_with_its_stops_and_who_consented() -> None:
    found = told(eventful(), "2019-11-21")

    assert [each.clock.kind.value for each in found.clocks] == [
        "acceptance", "supplement", "promised", "statutory", "special",
    ]  # fmt: skip
    statutory = found.latest(ClockKind.STATUTORY)
    assert statutory is not None
    assert [(str(s.first), str(s.last), s.why.value, s.approver) for s in statutory.stops] == [
        ("2019-11-13", "2019-11-19", "testing", "1002")
    ]
    assert [(e.days, e.reason, e.approver) for e in statutory.extensions] == [
        (10, "案情复杂", "1003")
    ]
    assert (statutory.limit, statutory.clock.total) == (20, 30)
    assert (str(found.received_on), str(found.accepted_on)) == ("2019-11-05", "2019-11-11")


def test_due_dates_are_those_of_the_deadline_command_for_the_same_inputs() -> None:
    found = told(eventful(), "2019-11-21")

    for each in found.clocks:
        asked = to_json(found)["clocks"]
        inputs = next(c["deadline"] for c in asked if c["kind"] == each.clock.kind.value)  # type: ignore[attr-defined]
        words = ["--start", inputs["start"], "--days", str(inputs["days"]), "--builtin", "--json"]
        words += ["--unit", inputs["unit"]]
        for pause in inputs["pauses"]:
            words += ["--pause", pause]
        answer = CliRunner().invoke(deadline_command, words)
        assert json.loads(answer.stdout)["due"] == str(each.told.due)


def test_both_clocks_of_the_decision_stand_side_by_side() -> None:
    found = told(eventful(), "2019-11-21")

    rows = {row.day: row for row in found.side_by_side}

    first, paused = rows[date(2019, 11, 11)], rows[date(2019, 11, 15)]
    today, last = rows[date(2019, 11, 21)], found.side_by_side[-1]
    assert first.promised is not None
    assert first.statutory is not None
    assert first.promised.tally is first.statutory.tally is Tally.FIRST
    assert paused.promised is not None
    assert paused.promised.tally is Tally.STOPPED
    assert today.statutory is not None
    assert (today.statutory.number, today.statutory.ahead) == (3, False)
    assert last.promised is None
    assert last.statutory is not None
    assert last.statutory.ahead
    assert last.day == found.case.statutory_due


def test_a_clock_that_stands_still_is_told_up_to_today() -> None:
    case = accepted("2019-11-05")
    case.stop(ClockKind.PROMISED, "2019-11-07")

    found = told(case, "2019-11-12").latest(ClockKind.PROMISED)

    assert found is not None
    assert found.told.due is None
    assert str(found.told.days[-1].day) == "2019-11-12"
    assert (found.told.used, found.told.left) == (1, 4)


def test_a_number_that_is_none_or_nobodys_is_refused() -> None:
    case = accepted("2019-11-05")
    number = case.row.number or ""

    with pytest.raises(BadCaseNumber):
        explain(number[:-1] + str((int(number[-1]) + 1) % 10), at=noon("2019-11-05"))
    with pytest.raises(CaseNotFound):
        explain(case_number("441900", date(2019, 11, 5), 999_999), at=noon("2019-11-05"))
    assert explain(f" {number[:6]} {number[6:14]}-{number[14:]}", at=noon("2019-11-05"))


def test_the_command_says_in_one_line_what_is_wrong_with_a_number() -> None:
    with pytest.raises(ClickException, match="办件编号不对"):
        explained("123")
    with pytest.raises(ClickException, match="没有找到这个办件"):
        explained(case_number("441900", date(2019, 11, 5), 999_999))


def test_a_calendar_that_changed_is_told_with_what_it_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed_calendar(at=noon("2026-01-01"))
    case = accepted("2026-12-28")
    for base, day in ((1, date(2027, 1, 1)), (2, date(2027, 1, 4))):
        change_calendar(
            [Change(day, Kind.HOLIDAY, "元旦")],
            notice="测试通知",
            years=[2027],
            base=base,
            staff_id=None,
            at=noon("2026-12-28"),
        )
        clockwork.reckon_anew(at=noon("2026-12-28"))

    draw(told(case, "2026-12-28"))

    said = "".join(capsys.readouterr().out.splitlines())
    assert "日历由第 1 版改为第 2 版，届满日 2027-01-05 不变，不再是暂定" in said
    assert "日历由第 2 版改为第 3 版，届满日由 2027-01-05 改为 2027-01-06" in said


def test_the_json_has_every_day_and_the_due_dates() -> None:
    case = accepted("2019-11-05")

    found = json.loads(json.dumps(to_json(told(case, "2019-11-13")), ensure_ascii=False))

    promised = next(clock for clock in found["clocks"] if clock["kind"] == "promised")
    assert (found["promised_due"], found["statutory_due"]) == ("2019-11-12", "2019-12-03")
    assert (promised["used"], promised["left"], promised["late"]) == (5, 0, 1)
    assert promised["days"][0] == {
        "date": "2019-11-05",
        "counted": False,
        "tally": "first",
        "number": 0,
        "why": "起算当天不计入，周二工作日",
        "source": "《民法典》第二百零一条",
        "ahead": False,
    }
    assert promised["days"][-1]["tally"] == "overdue"


def test_the_table_says_first_when_and_how_much_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    case = eventful()

    draw(told(case, "2019-11-21"))

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"办件 {case.row.number} 居住证办理：审查中"
    whole = "".join(lines)
    assert "2019-11-11 受理；承诺时限 2019-12-09 届满，已用 3 天、剩余 12 天" in whole
    assert "停止计算 2019-11-13 至 2019-11-19：检测，《行政许可法》第四十五条，批准人 1002" in whole
    assert "2019-11-20 延长 10 日：案情复杂，《行政许可法》第四十二条，批准人 1003" in whole


def test_a_told_due_date_is_the_kernels() -> None:
    found = told(eventful(), "2019-11-21").latest(ClockKind.STATUTORY)

    assert found is not None
    calendar = centres.legal_calendar(found.calendar_version)
    expected = deadline(
        found.clock.starts_on, found.clock.total, found.clock.unit, calendar, found.pauses
    )
    assert found.told.due == expected.due == found.clock.due_on
