"""At the window nothing is taken in unsigned, and who cannot sign is served all the same."""

import pytest

from tests.builders import CITIZEN, Hall, staff
from tests.desk import test_bundle_intake
from tests.desk.test_intake import Window, text
from tests.office.builders import browser_of
from yimen.reference.people.rules import Role
from yimen.services.cases.rules.states import State

pytestmark = pytest.mark.django_db
OLD = "九十一岁，不会写字"


@pytest.fixture
def window(hall: Hall) -> Window:
    return Window(hall)


@pytest.mark.parametrize("deed", ["receive", "accept", "supplement"])
def test_nothing_is_taken_in_before_the_citizen_signed(window: Window, deed: str) -> None:
    window.fill(signed=False)
    before = text(window.browser.get(window.address))

    said = window.send("take", deed=deed, **{"flaw-lease": "没有签名"})

    assert "申请人还没有签名：" in before
    assert "还没有对现在填写的内容签名" in said
    assert "请按“请申请人核对”" in said
    assert window.case.state is State.DRAFT
    window.sign()
    assert "申请人还没有签名：" not in text(window.browser.get(window.address))
    window.send("take", deed=deed, **{"flaw-lease": "没有签名"})
    assert window.case.state is not State.DRAFT


def test_a_paper_taken_back_after_the_signature_is_signed_for_anew(window: Window) -> None:
    window.fill()

    window.send("material/lease", way="")

    assert "还没有对现在填写的内容签名" in window.send("take", deed="receive")
    assert "已签名" not in text(window.browser.get(window.address))


def test_an_instant_item_is_signed_for_too(hall: Hall) -> None:
    window = Window(hall, PROJECT_TYPE="1", PROMISE_DAY=0)
    window.fill(signed=False)

    said = window.send("take", deed="grant")

    assert "还没有对现在填写的内容签名" in said
    assert window.case.state is State.DRAFT


def test_who_cannot_write_is_taken_in_and_supervisors_see_why(window: Window) -> None:
    window.fill(signed=False)

    assert "请选择按指印、代签还是无法签名" in window.send("unsigned", how="x", reason=OLD)
    assert "请写明理由" in window.send("unsigned", how="fingerprint", reason="")
    page = window.send("unsigned", how="fingerprint", reason=OLD)
    receipt = window.send("take", deed="accept")

    assert f"没有在副屏签名，按指印：{OLD}" in page
    assert window.case.state is State.ACCEPTED
    assert "没有在副屏签名，按指印" in receipt
    supervisor = browser_of(staff(window.hall, Role.SUPERVISOR, "8001").id)
    listed = text(supervisor.get("/office/cases/unsigned"))
    case = text(supervisor.get(f"/office/cases/{window.case.public_id}"))
    assert OLD in listed
    assert CITIZEN not in listed
    assert f"按指印：{OLD}" in case
    assert f"按指印 · {OLD}" in case


def test_a_clerk_has_no_list_of_the_unsigned(window: Window) -> None:
    assert window.browser.get("/office/cases/unsigned").status_code == 403


def test_a_bundle_is_signed_or_vouched_for(hall: Hall) -> None:
    window = test_bundle_intake.Window(hall)
    window.fill(signed=False)

    refused = window.send("file")
    page = window.send("unsigned", how="proxy", reason=OLD)
    receipt = window.send("file")

    assert "还没有对现在填写的内容签名" in refused
    assert f"没有在副屏签名，代签：{OLD}" in page
    assert "一件事受理回执" in receipt
