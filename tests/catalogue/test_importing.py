"""Taking in files: what is kept, what is named, what stays when nothing changed."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import connection
from openpyxl import Workbook

from tests.catalogue.builders import HEADER, TEN
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.catalogue import queries
from yimen.reference.catalogue.actions import publishing
from yimen.reference.catalogue.actions.exporting import export_file
from yimen.reference.catalogue.actions.importing import Imported, import_file
from yimen.reference.catalogue.actions.publishing import Stage
from yimen.reference.catalogue.errors import (
    ColumnMissing,
    ColumnTwice,
    ImportRunning,
    UnknownHeader,
    UnreadableFile,
)
from yimen.reference.catalogue.models import Department, Item, ItemVersion
from yimen.reference.catalogue.rules.states import State
from yimen.reference.catalogue.rules.synthetic import write_catalogue
from yimen.reference.catalogue.rules.values import Flaw
from yimen.reference.people.rules import HOUSE, Actor

pytestmark = pytest.mark.django_db

GOOD = "区公安局,,居住证办理,07,A-1,441900,D1"
BAD = [
    GOOD,
    "区公安局,,,07,A-2,441900,D1",
    "区公安局,,印章备案,77,A-3,441900,D1",
    "区公安局,,护照签发,07",
    "区公安局,,驾驶证换证,07,A-1,441900,D1",
    f"区公安局,,{'长' * 3000},07,A-6,441900,D1",
    "区公安局,,=1+1,07,A-7,441900,D1",
    "区公安局,,户口迁移,20,A-8,441900,D1",
]
FLAWS = [
    (3, "事项名称", Flaw.EMPTY),
    (4, "事项类型", Flaw.UNKNOWN_CODE),
    (5, "事项编码", Flaw.SHORT_ROW),
    (6, "事项编码", Flaw.TWICE),
    (7, "事项名称", Flaw.TOO_LONG),
    (8, "事项名称", Flaw.FORMULA),
]


def take(path: Path) -> Imported:
    return import_file(path, by=HOUSE, at=TEN)


def write(path: Path, *lines: str, encoding: str = "utf-8", header: str = HEADER) -> Path:
    path.write_bytes("\n".join([header, *lines, ""]).encode(encoding))
    return path


def found(done: Imported) -> list[tuple[int, str, Flaw]]:
    return [(each.line, each.column, each.flaw) for each in done.rejected]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_each_bad_row_is_named_and_good_rows_are_kept(tmp_path: Path, encoding: str) -> None:
    done = take(write(tmp_path / "items.csv", *BAD, encoding=encoding))

    assert (done.rows, done.created, done.changed, done.unchanged) == (8, 2, 0, 0)
    assert found(done) == FLAWS
    assert done.rejected[3].other_line == 2
    assert len(done.rejected[4].value) == 101
    assert {item.code for item in Item.objects.all()} == {"A-1", "A-8"}


@pytest.mark.parametrize(("most", "one"), [("utf-8", "gbk"), ("gbk", "utf-8"), ("utf-8", "cp949")])
def test_a_row_in_another_encoding_is_named_and_the_others_are_kept(
    tmp_path: Path, most: str, one: str
) -> None:
    rows = [GOOD.replace("A-1", f"A-{number}").encode(most) for number in range(1, 6)]
    rows[2] = GOOD.replace("A-1", "A-3").replace("居住证办理", "身分證").encode(one, "replace")
    path = tmp_path / "items.csv"
    path.write_bytes(b"\n".join([HEADER.encode(most), *rows]))

    done = take(path)

    (rejected,) = done.rejected
    assert (done.created, rejected.line, rejected.flaw) == (4, 4, Flaw.BAD_CHARACTERS)
    assert rejected.value.encode("utf-8")


def test_of_many_rows_each_tenth_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    write_catalogue(path, 1200, bad_every=10)
    told: list[tuple[str, int, int]] = []

    done = import_file(
        path, by=HOUSE, at=TEN, progress=lambda *stage_done_total: told.append(stage_done_total)
    )

    assert (done.rows, done.created, Item.objects.count()) == (1200, 1080, 1080)
    assert [each.line for each in done.rejected] == [*range(11, 1202, 10)]
    assert {each.flaw for each in done.rejected} == {
        Flaw.EMPTY, Flaw.UNKNOWN_CODE, Flaw.TWICE, Flaw.TOO_LONG, Flaw.FORMULA, Flaw.SHORT_ROW,
    }  # fmt: skip
    reading = [place for stage, place, _ in told if stage == Stage.READING]
    assert reading == [500, 1000, 1200]
    assert {stage for stage, _, _ in told} == {Stage.READING, Stage.COMPARING, Stage.INDEXING}


def test_columns_may_stand_in_any_order_under_either_name(tmp_path: Path) -> None:
    header = "TASK_CODE, 部门 ,task_name,事项类型,备注二"

    done = take(write(tmp_path / "a.csv", "A-1,区公安局,居住证办理,07,x", header=header))

    assert (done.created, done.ignored) == (1, ("备注二",))
    assert queries.version("A-1").name == "居住证办理"


def test_a_size_wrongly_said_by_a_workbook_cuts_off_nothing(tmp_path: Path) -> None:
    book = Workbook()
    for line in [HEADER, GOOD, GOOD.replace("A-1", "A-2")]:
        book.active.append(line.split(","))  # type: ignore[union-attr]
    book.save(tmp_path / "right.xlsx")
    path = tmp_path / "wrong.xlsx"
    with ZipFile(tmp_path / "right.xlsx") as right, ZipFile(path, "w") as wrong:
        for part in right.namelist():
            text = right.read(part)
            wrong.writestr(part, text.replace(b'ref="A1:G3"', b'ref="A1:C1"'))

    assert b'ref="A1:C1"' in ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert take(path).created == 2


def test_a_workbook_is_read_like_a_text_file(tmp_path: Path) -> None:
    book = Workbook()
    for line in [HEADER, GOOD, "区公安局,,,07,A-2,441900,D1", "区公安局,,印章,1,12,441900,D1"]:
        book.active.append(line.split(","))  # type: ignore[union-attr]
    book.active["C5"], book.active["E5"] = "=SUM(1,2)", "A-9"  # type: ignore[index]
    book.active["A5"], book.active["D5"] = "区公安局", "07"  # type: ignore[index]
    book.save(tmp_path / "items.xlsx")

    done = take(tmp_path / "items.xlsx")

    assert (done.rows, done.created) == (4, 2)
    assert found(done) == [(3, "事项名称", Flaw.EMPTY), (5, "事项名称", Flaw.FORMULA)]
    assert queries.version("12").fields["TASK_TYPE"] == "01"


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "items.csv", *BAD)
    take(path)
    before = list(ItemVersion.objects.order_by("pk").values_list("pk", "number", "state"))

    again = take(path)

    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert before == list(ItemVersion.objects.order_by("pk").values_list("pk", "number", "state"))


def test_a_changed_row_makes_a_new_version_and_keeps_what_the_file_does_not_say(
    tmp_path: Path,
) -> None:
    take(write(tmp_path / "a.csv", GOOD))
    header = "TASK_CODE,TASK_NAME,TASK_TYPE,DEPT_NAME,PROMISE_DAY,TASK_STATE"

    done = take(write(tmp_path / "b.csv", "A-1,居住证申领,07,区公安局,10,2", header=header))

    now = queries.version("A-1")
    assert (done.created, done.changed) == (0, 1)
    assert (now.number, now.state, now.name) == (2, State.PAUSED, "居住证申领")
    assert (now.fields["PROMISE_DAY"], now.fields["AREA_CODE"]) == (10, "441900")
    assert [view.state for view in queries.versions("A-1")] == [State.PAUSED, State.SUPERSEDED]


def test_a_quote_never_closed_costs_its_own_line_only(tmp_path: Path) -> None:
    lines = [
        '区公安局,,"护照,07,A-2,441900,D1',
        GOOD,
        '区公安局,,"户口\n迁移",20,A-3,441900,D1',
        '区公安局,,5" 屏,20,A-4,441900,D1',
    ]

    done = take(write(tmp_path / "items.csv", *lines))

    assert found(done) == [(2, "部门", Flaw.OPEN_QUOTE)]
    assert sorted(Item.objects.values_list("code", flat=True)) == ["A-1", "A-3", "A-4"]
    assert queries.version("A-3").name == "户口\n迁移"


def test_one_department_with_several_codes_is_one_department(tmp_path: Path) -> None:
    take(
        write(
            tmp_path / "a.csv", GOOD, "区公安局,,护照,07,A-2,441900,D2", "税务局,,发票,07,A-3,1,D1"
        )
    )

    assert sorted(Department.objects.values_list("name", flat=True)) == ["区公安局", "税务局"]


@pytest.mark.parametrize(
    ("header", "refusal"),
    [
        ("name,type,office", UnknownHeader),
        ("部门,事项名称,事项类型", ColumnMissing),
        ("部门,事项名称,TASK_NAME,事项类型,事项编码", ColumnTwice),
    ],
)
def test_a_wrong_header_is_one_clear_refusal(
    tmp_path: Path, header: str, refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        take(write(tmp_path / "items.csv", GOOD, header=header))


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\x01\x02\x00", b"PK\x03\x04 no workbook", b"\xff\xff\x80"]
)
def test_what_is_no_table_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "items.csv").write_bytes(raw)

    with pytest.raises(UnreadableFile):
        take(tmp_path / "items.csv")


def test_an_import_that_dies_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, "reindex", dies)

    with pytest.raises(KeyboardInterrupt):
        take(write(tmp_path / "items.csv", GOOD))

    assert (Item.objects.count(), Department.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_second_import_at_the_same_time_is_refused(tmp_path: Path) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [publishing._LOCK])

        with pytest.raises(ImportRunning):
            take(write(tmp_path / "items.csv", GOOD))
    finally:
        other.close()


def test_who_may_not_review_may_not_import(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        import_file(write(tmp_path / "a.csv", GOOD), by=Actor("staff", 1, "1"), at=TEN)


@pytest.mark.parametrize("name", ["all.csv", "all.xlsx"])
@pytest.mark.parametrize("chinese", [True, False])
def test_what_was_exported_comes_back_unchanged(tmp_path: Path, name: str, chinese: bool) -> None:
    line = "区公安局,+1 加号,-减号开头,07,A-5,441900,D1"
    take(write(tmp_path / "items.csv", GOOD, line))

    assert export_file(tmp_path / name, chinese=chinese) == 2
    again = take(tmp_path / name)

    assert (again.rows, again.unchanged, again.rejected) == (2, 2, ())
    if name.endswith("csv"):
        assert ",'-减号开头," in (tmp_path / name).read_text("utf-8-sig")


def test_the_real_district_file_is_taken_whole(shared_data: Path) -> None:
    path = shared_data / "catalogue" / "district-items.csv"

    first, second = take(path), take(path)

    assert (first.rows, first.created, first.rejected) == (1135, 1135, ())
    assert (second.created, second.changed, second.unchanged) == (0, 0, 1135)


@pytest.fixture(autouse=True)
def _no_synonyms_remembered() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()
