"""The import page: who may, handing in, progress by number, the report as page and as table."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from tests.builders import Hall
from tests.catalogue.builders import HEADER
from tests.laid_out import on_one_line
from tests.office.builders import as_role
from yimen.reference.catalogue.actions import runs
from yimen.reference.catalogue.models import ImportRun, Item
from yimen.reference.catalogue.rules.runs import SILENCE, RunState
from yimen.reference.people.rules import Role

pytestmark = pytest.mark.django_db

ADDRESS = "/office/items/import"
LINES = (
    "市公安局,,护照换发,07,P1,441900,GA",
    "市公安局,,,07,P2,441900,GA",
    "市公安局,,=1+1,07,P3,441900,GA",
    "市公安局,,落户,77,P4,441900,GA",
)


@pytest.fixture
def manager(hall: Hall) -> Client:
    """The browser of somebody who may import."""
    return as_role(hall, Role.HALL_MANAGER)


def upload(client: Client, raw: bytes, name: str = "事项.csv") -> str:
    """Hand a file in; the address of its page."""
    answer = client.post(ADDRESS, {"file": SimpleUploadedFile(name, raw)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def table(*lines: str) -> bytes:
    """These lines under the header."""
    return ("\n".join((HEADER, *lines)) + "\n").encode()


def text(client: Client, address: str) -> str:
    """What a page says."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return on_one_line(answer.content.decode())


def report(client: Client, address: str) -> list[list[str]]:
    """The report as a spreadsheet reads it."""
    answer = client.get(f"{address}/rejected.csv")
    raw = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.mark.parametrize("role", [Role.DEPARTMENT_ADMIN, Role.CLERK, Role.SYSTEM_ADMIN])
def test_only_who_reviews_items_imports(hall: Hall, role: Role) -> None:
    client = as_role(hall, role)

    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"file": SimpleUploadedFile("x.csv", b"x")}).status_code == 403
    assert client.get(f"{ADDRESS}/template.csv").status_code == 403
    assert ImportRun.objects.count() == 0


def test_the_list_of_items_leads_here_for_who_may(hall: Hall, manager: Client) -> None:
    editor = as_role(hall, Role.DEPARTMENT_ADMIN, "2002")

    assert f'href="{ADDRESS}"' in text(manager, "/office/items/")
    assert f'href="{ADDRESS}"' not in text(editor, "/office/items/")


def test_a_file_waits_then_shows_what_was_taken_and_each_bad_line(manager: Client) -> None:
    address = upload(manager, table(*LINES))
    waiting = text(manager, address)
    assert "排队" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting

    runs.carry_out(int(address.rpartition("/")[2]))

    done = text(manager, address)
    assert "已完成" in done
    assert "hx-trigger" not in done
    assert "refresh" not in done
    assert done.count("<tr>") == 1 + 3
    assert "不在代码表中（可用：01 02" in done
    assert Item.objects.get().code == "P1"
    assert "事项.csv" in text(manager, ADDRESS)


def test_the_report_downloads_whole_and_holds_no_formula(manager: Client) -> None:
    address = upload(manager, table(*LINES))
    runs.carry_out(int(address.rpartition("/")[2]))

    assert report(manager, address) == [
        ["行", "列", "值", "原因"],
        ["3", "事项名称", "", "不能为空"],
        ["4", "事项名称", "'=1+1", "单元格是公式，请改为文字"],
        ["5", "事项类型", "77", "不在代码表中（可用：01 02 03 04 05 06 07 08 09 10 20）"],
    ]


def test_a_long_report_goes_on_from_page_to_page(manager: Client) -> None:
    lines = [f"市公安局,,,07,P{n},441900,GA" for n in range(150)]
    address = upload(manager, table(*lines))
    runs.carry_out(int(address.rpartition("/")[2]))

    first, second = text(manager, address), text(manager, f"{address}?after=101")

    assert first.count("<tr>") == 1 + 100
    assert 'href="?after=101"' in first
    assert second.count("<tr>") == 1 + 50
    assert len(report(manager, address)) == 151


def test_progress_is_shown_by_number(manager: Client) -> None:
    address = upload(manager, table(*LINES))
    ImportRun.objects.update(state=RunState.RUNNING.value, stage="indexing", done=1500, total=6000)

    answer = manager.get(address, headers={"HX-Request": "true"})

    page = on_one_line(answer.content.decode())
    assert page.startswith('<div class="stack" id="run"')
    assert "建立检索" in page
    assert "1,500 / 6,000（25%）" in page
    assert '<progress class="progress__bar" value="1500" max="6000"' in page


def test_a_killed_import_says_that_nothing_changed(manager: Client) -> None:
    address = upload(manager, table(*LINES))
    ImportRun.objects.update(
        state=RunState.RUNNING.value, moved_at=timezone.now() - SILENCE - SILENCE
    )

    page = text(manager, address)

    assert "导入中断了" in page
    assert "hx-trigger" not in page


def test_a_file_that_is_no_table_is_refused_in_words(manager: Client) -> None:
    address = upload(manager, "甲,乙\n1,2\n".encode(), "别的.csv")
    runs.carry_out(int(address.rpartition("/")[2]))

    page = text(manager, address)

    assert "整份文件没有导入" in page
    assert "不是认识的表头（甲, 乙）" in page


def test_gbk_and_xlsx_are_read_too(manager: Client) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (HEADER, LINES[0]):
        sheet.append(line.split(","))
    held = io.BytesIO()
    book.save(held)

    for raw, name in (
        (table(LINES[0]).decode().encode("gbk"), "g.csv"),
        (held.getvalue(), "x.xlsx"),
    ):
        address = upload(manager, raw, name)
        runs.carry_out(int(address.rpartition("/")[2]))
        assert "已完成" in text(manager, address)

    assert Item.objects.get().code == "P1"
    assert [run.created for run in ImportRun.objects.order_by("pk")] == [1, 0]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [({}, "请选择文件"), ({"file": SimpleUploadedFile("x.csv", b"")}, "这个文件是空的")],
)
def test_without_a_file_the_form_says_so(
    manager: Client, sent: dict[str, object], sentence: str
) -> None:
    answer = manager.post(ADDRESS, sent)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_template_is_understood_by_the_import(manager: Client) -> None:
    answer = manager.get(f"{ADDRESS}/template.csv")
    raw = b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    address = upload(manager, raw, "模板.csv")
    runs.carry_out(int(address.rpartition("/")[2]))

    run = ImportRun.objects.get()
    assert (run.state, run.rows, run.ignored) == (RunState.DONE.value, 0, [])


def test_an_unknown_run_is_not_found(manager: Client) -> None:
    assert manager.get(f"{ADDRESS}/999").status_code == 404
