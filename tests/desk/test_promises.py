"""At the window: a promise instead of a proof, told and signed on the second screen."""

import pytest
from django.test import Client

from tests.builders import CITIZEN, Hall
from tests.desk.test_intake import Window, text
from yimen.services.cases.actions import drawing
from yimen.services.cases.queries.materials import MaterialView, materials
from yimen.services.cases.queries.notices import notices_of
from yimen.services.cases.queries.progress import query_code
from yimen.services.cases.rules.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(hall: Hall) -> Window:
    """Everything is there but the lease, which may be promised or come later."""
    made = Window(hall)
    made.address = made.begin()
    made.send("answer", who="self")
    made.send("applicant", kind="person", number=CITIZEN, name="演示张三", phone="13800000000")
    made.send("shown")
    made.send("form", **{"f-name": "演示张三", "f-mobile": "13800000000"})
    return made


def lease(window: Window) -> MaterialView:
    return next(each for each in materials(window.case.id) if each.key == "lease")


def progress(window: Window) -> str:
    """What the applicant sees by number and code."""
    sent = {"no": window.case.number, "code": query_code(window.case.id)}
    return text(Client().post("/progress", sent))


def test_a_promise_is_told_signed_kept_and_shown(window: Window) -> None:
    assert "可以承诺代替：租赁合同真实有效，租期未满" in text(window.browser.get(window.address))

    page = window.send("material/lease", way="promise")
    refused = window.send("take", deed="accept")
    told = window.sign()
    receipt = window.send("take", deed="accept")

    assert "承诺：租赁合同真实有效，租期未满" in page
    assert "还没有对现在填写的内容签名" in refused
    assert "租赁合同真实有效，租期未满" in told
    assert "愿意接受核查并承担不实承诺的法律责任" in told
    assert (window.case.state, window.case.promised) == (State.ACCEPTED, True)
    assert "告知承诺" in receipt
    assert "租赁合同真实有效，租期未满" in receipt
    paper = next(each for each in notices_of(window.case.id) if each.kind.value == "promise")
    assert drawing.content(paper.id).startswith(b"%PDF")
    assert "以告知承诺代替，不用再交" in progress(window)


def test_a_promise_is_taken_back_for_the_proof(window: Window) -> None:
    window.send("material/lease", way="promise")

    window.send("material/lease", way="")
    window.send("material/lease", way="bring")
    window.sign()
    window.send("take", deed="accept")

    assert (window.case.state, window.case.promised) == (State.ACCEPTED, False)
    assert lease(window).way == "bring"


def test_what_the_item_wants_proved_is_not_promised(window: Window) -> None:
    said = window.send("material/photo", way="promise")

    assert "不能用这种方式提交（告知承诺）" in said


def test_what_comes_later_is_promised_on_the_screen_with_its_day_on_receipt_and_progress(
    window: Window,
) -> None:
    told = window.sign()
    receipt = window.send("take", deed="accept", tolerant_days="5")

    assert "以上材料暂缺。如容缺受理" in told
    due = lease(window).due_on
    assert due is not None
    assert window.case.tolerant
    assert f"{due.month}月{due.day}日" in receipt
    assert "逾期没有补交的，将终止办理" in receipt
    shown = progress(window)
    assert f"{due.month}月{due.day}日" in shown
    assert "逾期将终止办理" in shown
    assert "请在期限内补交容缺的材料" in shown
