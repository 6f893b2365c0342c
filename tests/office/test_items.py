"""Items in the office: found, drafted, compared, reviewed by another, paused."""

from typing import Any

import pytest
from django.test import Client

from tests.builders import Hall
from tests.catalogue.passport import CODE, publish_passport
from tests.office.builders import as_role, browser_of
from tests.office.html import form_of
from yimen.reference.catalogue import queries
from yimen.reference.catalogue.models import Department
from yimen.reference.catalogue.rules.states import State
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.rules import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _item(hall: Hall) -> None:
    publish_passport()


@pytest.fixture
def editor(hall: Hall) -> Client:
    return as_role(hall, Role.DEPARTMENT_ADMIN, "3001", everywhere=True)


@pytest.fixture
def manager(hall: Hall) -> Client:
    return as_role(hall, Role.HALL_MANAGER, "3002", everywhere=True)


def move(client: Client, name: str, reason: str = "") -> int:
    sent = {"move": name, "reason": reason}
    return client.post(f"/office/items/move/{CODE}", sent).status_code


def text(client: Client, path: str) -> str:
    answer = client.get(f"/office/items/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def filled(client: Client, **changed: str) -> dict[str, list[str]]:
    """What the draft's form would send back, some of it changed."""
    sent = form_of(client.get(f"/office/items/edit/{CODE}"))
    return {**sent, **{name: [value] for name, value in changed.items()}}


def test_items_are_found_by_letters_department_and_state(manager: Client) -> None:
    assert CODE in text(manager, "?q=huzhao")
    assert CODE in text(manager, "?state=published")
    assert CODE not in text(manager, "?state=paused")


def test_clerks_have_no_business_here(hall: Hall) -> None:
    assert as_role(hall, Role.CLERK, "3003").get("/office/items/").status_code == 403


def test_a_draft_is_written_compared_and_published_by_another(
    editor: Client, manager: Client
) -> None:
    assert move(editor, "draft") == 302
    saved = editor.post(f"/office/items/edit/{CODE}", filled(editor, PROMISE_DAY="3"))
    assert saved.status_code == 302

    compared = text(editor, f"compare/{CODE}?before=1&after=2")
    assert "承诺办结时限" in compared
    assert "1 处不同" in compared

    assert (move(editor, "submit"), move(editor, "publish")) == (302, 403)
    assert move(manager, "publish") == 302
    assert queries.version(CODE).number == 2
    assert queries.guide(CODE).promised == queries.Limit(3, "working")


def test_saving_unchanged_keeps_everything(editor: Client) -> None:
    move(editor, "draft")
    assert editor.post(f"/office/items/edit/{CODE}", filled(editor)).status_code == 302

    assert queries.compare(CODE, 1, 2) == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("form", "[{", "不是完好的 JSON"),
        ("PROMISE_DAY", "-1", "大于或等于"),
        ("TASK_NAME", "", "必填"),
        ("TASK_NAME", "=1+1", "事项名称：单元格是公式，请改为文字。"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    editor: Client, field: str, value: str, sentence: str
) -> None:
    move(editor, "draft")

    answer = editor.post(f"/office/items/edit/{CODE}", filled(editor, **{field: value}))

    assert answer.status_code == 422
    assert field in answer.context["editor"].fields.errors
    assert sentence in answer.content.decode()


def test_a_version_is_returned_and_paused_with_a_reason_only(
    editor: Client, manager: Client
) -> None:
    move(editor, "draft")
    move(editor, "submit")
    move(manager, "return")
    assert queries.versions(CODE)[0].state is State.IN_REVIEW

    move(manager, "return", "材料写全")
    move(manager, "pause", "系统升级")

    page = text(manager, f"of/{CODE}")
    assert "材料写全" in page
    assert queries.version(CODE).state is State.PAUSED


def test_a_dropped_draft_leaves_the_item(editor: Client) -> None:
    move(editor, "draft")
    assert move(editor, "drop") == 302

    assert "新建草稿" in text(editor, f"of/{CODE}")


@pytest.mark.parametrize("path", ["of/nothing", "edit/nothing", f"compare/{CODE}?before=1&after=x"])
def test_what_is_not_there_is_not_found(manager: Client, path: str) -> None:
    assert manager.get(f"/office/items/{path}").status_code == 404


def added(client: Client, **changed: str) -> Any:
    """Send the form of a new item."""
    sent = {name: values[-1] for name, values in form_of(client.get("/office/items/add")).items()}
    given = {"TASK_CODE": "NEW-1", "TASK_NAME": "新事项", "TASK_TYPE": "20", "queue": "HZ"}
    return client.post("/office/items/add", {**sent, **given, **changed})


def test_a_new_item_begins_as_a_draft_that_citizens_do_not_see(
    editor: Client, client: Client
) -> None:
    answer = added(editor)

    assert answer["Location"] == "/office/items/edit/NEW-1"
    (draft,) = queries.versions("NEW-1")
    assert (draft.name, draft.queue_code, draft.state) == ("新事项", "HZ", State.DRAFT)
    assert client.get("/items/NEW-1").status_code == 404
    assert "编辑草稿：新事项" in text(editor, "edit/NEW-1")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"TASK_CODE": CODE}, "这个编码已经有事项了"),
        ({"TASK_CODE": "新 1"}, "编码只用字母"),
        ({"TASK_NAME": "@x"}, "单元格是公式"),
        ({"department": "0"}, "选择一个有效的选项"),
    ],
)
def test_what_cannot_be_a_new_item_is_said(
    editor: Client, changed: dict[str, str], sentence: str
) -> None:
    answer = added(editor, **changed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert queries.versions("NEW-1") == []


def test_only_own_departments_are_offered_for_new_items(hall: Hall, manager: Client) -> None:
    row = Staff.objects.create(username="3009", name="演示人员")
    own = Department.objects.create(code="X", name="本局")
    RoleGrant.objects.create(staff=row, role=Role.DEPARTMENT_ADMIN.value, department=own)
    client = browser_of(row.pk)

    page = text(client, "add")

    assert page.count("<option value=") >= 1
    assert "本局" in page
    assert "市公安局" not in page
    assert added(client, department=str(Department.objects.get(code="GA").pk)).status_code == 422
    assert manager.get("/office/items/add").status_code == 403
