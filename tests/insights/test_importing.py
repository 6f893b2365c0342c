"""Importing history: whole or nothing, in two encodings, once."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from yimen.insights import actions, queries
from yimen.insights.errors import AlreadyImported, FileReason, FileRefused, Reason, RowRefused
from yimen.insights.models import DayFact, HistoryFile, HourFact, ItemFact, Service
from yimen.insights.queries import Part
from yimen.insights.rules.history import COLUMNS
from yimen.insights.rules.measures import Period, Scope
from yimen.insights.rules.synthetic import write_history

pytestmark = pytest.mark.django_db

AT = datetime(2020, 1, 2, tzinfo=UTC)
HEADER = ",".join(COLUMNS)
ROWS = (
    "中心,税务局,事项1,window,2019-10-08T09:00:00+08:00,2019-10-08T09:10:00+08:00,"
    "2019-10-08T09:11:00+08:00,2019-10-08T09:20:00+08:00,5,no,done",
    "中心,公安局,事项2,terminal,,,2019-10-09T01:00:00+00:00,2019-10-09T01:02:00+00:00,4,yes,done",
    '中心,"民政局,二科",事项3,online,,,2019-10-09T10:00:00+08:00,2019-10-09T10:05:00+08:00,,no,done',
)
ALL = Period(date(2019, 1, 1), date(2020, 12, 31))


def file_of(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "history.csv"
    path.write_bytes(("\n".join([header, *rows]) + "\n").encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_file_is_kept_whole_with_its_facts(tmp_path: Path, encoding: str) -> None:
    kept = actions.import_history(file_of(tmp_path, *ROWS, encoding=encoding), at=AT)

    assert (kept.rows, kept.first_day, kept.last_day) == (3, date(2019, 10, 8), date(2019, 10, 9))
    values = queries.figures(ALL)
    assert values["window_cases"] == 1
    assert values["terminal_cases"] == 1
    assert values["terminal_cases_excl_police"] == 0
    assert values["online_cases"] == 1
    assert values["mean_wait_min"] == pytest.approx(10)
    assert values["mean_wait_excl_tax_min"] is None
    assert values["rated"] == 1
    departments = queries.cells_by(Scope(ALL), Part.DEPARTMENT)
    assert set(departments) == {("税务局",), ("公安局",), ("民政局,二科",)}


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, *ROWS)
    actions.import_history(path, at=AT)

    with pytest.raises(AlreadyImported):
        actions.import_history(path, at=AT)

    assert Service.objects.count() == 3


def test_a_bad_row_stops_the_import_and_nothing_is_kept(tmp_path: Path) -> None:
    bad = ROWS[0].replace(",5,no", ",9,no")
    quoted = ROWS[2].replace("二科", "二\n科")
    path = file_of(tmp_path, ROWS[0], ROWS[1].replace("公安局", '"公安局"'), ROWS[2], "", bad)

    with pytest.raises(RowRefused) as refused:
        actions.import_history(path, at=AT)

    assert (refused.value.line, refused.value.column) == (6, "stars")
    assert (refused.value.value, refused.value.reason) == ("9", Reason.NOT_STARS)
    for model in (HistoryFile, Service, DayFact, HourFact, ItemFact):
        assert not model._default_manager.exists()
    with pytest.raises(RowRefused) as broken_name:
        actions.import_history(file_of(tmp_path, ROWS[0], quoted), at=AT)
    assert (broken_name.value.line, broken_name.value.column) == (3, "department")


@pytest.mark.parametrize(("most", "one"), [("utf-8", "gbk"), ("gbk", "utf-8")])
def test_a_row_in_another_encoding_stops_the_import(tmp_path: Path, most: str, one: str) -> None:
    path = tmp_path / "history.csv"
    rows = [ROWS[0].encode(most)] * 3 + [ROWS[1].encode(one)] + [ROWS[2].encode(most)]
    path.write_bytes(b"\n".join([HEADER.encode(), *rows]))

    with pytest.raises(RowRefused) as refused:
        actions.import_history(path, at=AT)

    found = refused.value
    assert (found.line, found.reason) == (5, Reason.UNREADABLE)
    assert found.value.encode("utf-8")
    assert not HistoryFile.objects.exists()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_line_at_fault_is_named_far_into_a_file(tmp_path: Path, line_end: str) -> None:
    path = tmp_path / "made-up.csv"
    write_history(path, 3000)
    header, *rows = path.read_text("utf-8").splitlines()
    rows[1500:1500] = ['中心,"民政局\u2028二科",' + ROWS[2].split('",', 1)[1], ""]
    rows[2900] = rows[2900].replace("+08:00", "", 1)
    path.write_bytes(line_end.join([header, *rows]).encode())

    with pytest.raises(RowRefused) as refused:
        actions.import_history(path, at=AT)

    assert (refused.value.line, refused.value.reason) == (2902, Reason.NO_OFFSET)


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    turned = ",".join(reversed(COLUMNS))
    row = ",".join(reversed(ROWS[0].split(",")))

    actions.import_history(file_of(tmp_path, row, header=turned), at=AT)

    assert queries.figures(ALL)["mean_handling_min"] == pytest.approx(9)


@pytest.mark.parametrize(
    ("header", "reason", "column"),
    [
        (HEADER.replace(",stars", ""), FileReason.COLUMN_MISSING, "stars"),
        (HEADER + ",colour", FileReason.UNKNOWN_COLUMN, "colour"),
        (HEADER + ",stars", FileReason.COLUMN_TWICE, "stars"),
    ],
)
def test_a_wrong_header_is_refused(
    tmp_path: Path, header: str, reason: FileReason, column: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        actions.import_history(file_of(tmp_path, *ROWS, header=header), at=AT)

    assert (refused.value.reason, refused.value.column) == (reason, column)


def test_files_that_are_no_history_are_refused(tmp_path: Path) -> None:
    found = {}
    binary = tmp_path / "picture.csv"
    binary.write_bytes(b"\xff\xfe\x00\x81\xff")
    paths = {"none": tmp_path / "none.csv", "folder": tmp_path, "binary": binary}
    paths["empty"] = file_of(tmp_path)
    for name, path in paths.items():
        with pytest.raises(FileRefused) as refused:
            actions.import_history(path, at=AT)
        found[name] = refused.value.reason

    assert found == {
        "none": FileReason.MISSING,
        "folder": FileReason.NOT_A_FILE,
        "binary": FileReason.NOT_TEXT,
        "empty": FileReason.EMPTY,
    }
    assert not HistoryFile.objects.exists()


def test_progress_ends_with_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    write_history(path, 9000)
    told: list[tuple[int, int]] = []

    kept = actions.import_history(
        path, at=AT, progress=lambda done, all_: told.append((done, all_))
    )

    assert kept.rows == 9000
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


def test_summing_the_same_days_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    write_history(path, 3000)
    actions.import_history(path, at=AT)
    before = (queries.figures(ALL), DayFact.objects.count(), ItemFact.objects.count())

    actions.sum_days(sorted(set(Service.objects.values_list("day", flat=True))))

    assert (queries.figures(ALL), DayFact.objects.count(), ItemFact.objects.count()) == before


def test_day_hour_and_item_facts_sum_to_the_same(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    write_history(path, 3000)
    actions.import_history(path, at=AT)

    by_day, by_hour, by_item = (
        sum(cell.sums["done"] for cells in queries.cells_by(Scope(ALL), part).values()
            for cell in cells)
        for part in (Part.DAY, Part.HOUR, Part.ITEM)
    )  # fmt: skip

    assert by_day == by_hour == by_item == Service.objects.filter(outcome="done").count()


def test_the_quarters_figures_are_those_expected(shared_data: Path) -> None:
    history = shared_data / "history"
    actions.import_history(history / "quarter.csv", at=AT)

    values = queries.figures(Period(date(2019, 10, 8), date(2019, 12, 31)))

    expected = json.loads((history / "quarter.expected.json").read_text())
    assert values.keys() == expected.keys()
    for key, value in expected.items():
        assert values[key] == pytest.approx(value, abs=1e-6), key
