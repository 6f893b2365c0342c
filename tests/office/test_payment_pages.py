"""The pages of money: a day, a bill with its books, refunds by two people, reconciliation."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from tests.builders import Hall, staff
from tests.office.builders import as_role, browser_of
from tests.payments.builders import PASSPORT
from yimen.devices.simulated_gateway import Deed, SimulatedGateway
from yimen.reference.catalogue.models import Department
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.services.payments import actions, queries
from yimen.services.payments.actions import Payer
from yimen.services.payments.queries import BillView, PaymentView
from yimen.services.payments.rules.states import RefundState

pytestmark = pytest.mark.django_db


@pytest.fixture
def till(settings: Settings) -> SimulatedGateway:
    settings.PAY, settings.PAY_SECRETS = "sim:", ("secret",)
    settings.MEDIA_ROOT.mkdir(parents=True)
    gateway = actions.simulated()
    assert gateway is not None
    return gateway


def make(hall: Hall, reference: str = "case:1") -> BillView:
    return actions.make_bill(
        reference,
        PASSPORT,
        centre_id=hall.centre_id,
        department_id=Department.objects.get().pk,
        by=HOUSE,
        at=timezone.now(),
        payer=Payer("张小明", "441900199003070016"),
    )


def pay(gateway: SimulatedGateway, bill: BillView) -> PaymentView:
    """Paid at the simulated cashier."""
    at = timezone.now()
    payment = actions.start_payment(bill.id, by=HOUSE, at=at)
    for callback in gateway.do(payment.order_no, Deed.PAY, at=at):
        actions.receive_callback(callback.body, callback.headers, at=at)
    return queries.payment(payment.id)


def text(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def two_managers(hall: Hall) -> tuple[Actor, Client, Client]:
    one, two = (staff(hall, Role.HALL_MANAGER, number) for number in ("2001", "2002"))
    return one, browser_of(one.id), browser_of(two.id)


def test_a_day_shows_its_bills_masked(hall: Hall, till: SimulatedGateway) -> None:
    pay(till, make(hall))

    page = text(as_role(hall, Role.HALL_MANAGER), "/office/payments/")

    assert "普通护照工本费" in page
    assert "张*明" in page
    assert "张小明" not in page
    assert "¥120.00" in page
    assert "已缴清" in page


def test_another_day_is_empty_and_nonsense_is_today(hall: Hall, till: SimulatedGateway) -> None:
    make(hall)
    client = as_role(hall, Role.HALL_MANAGER)

    assert "这一天没有缴款单" in text(client, "/office/payments/?day=2019-01-01")
    assert "普通护照工本费" in text(client, "/office/payments/?day=2019-99-99")


def test_a_list_asks_the_same_however_long_it_is(hall: Hall, till: SimulatedGateway) -> None:
    client = as_role(hall, Role.HALL_MANAGER)
    make(hall, "case:1")
    client.get("/office/payments/")
    with CaptureQueriesContext(connection) as one:
        client.get("/office/payments/")
    make(hall, "case:2")
    make(hall, "case:3")

    with CaptureQueriesContext(connection) as three:
        client.get("/office/payments/")

    assert len(three) == len(one)


def test_who_does_not_reconcile_sees_no_money(hall: Hall) -> None:
    client = as_role(hall, Role.GUIDE)

    assert client.get("/office/payments/").status_code == 403
    assert client.get("/office/payments/reconciling/").status_code == 403


def test_another_centres_bill_is_not_found(hall: Hall, till: SimulatedGateway) -> None:
    bill = actions.make_bill(
        "case:9",
        PASSPORT,
        centre_id=hall.centre_id + 1,
        department_id=Department.objects.get().pk,
        by=HOUSE,
        at=timezone.now(),
    )

    assert as_role(hall, Role.HALL_MANAGER).get(f"/office/payments/{bill.id}").status_code == 404


def test_a_refund_is_asked_for_by_one_and_approved_by_another(
    hall: Hall, till: SimulatedGateway
) -> None:
    bill = make(hall)
    payment = pay(till, bill)
    _one, asking, deciding = two_managers(hall)

    asked = asking.post(
        f"/office/payments/attempts/{payment.id}/refund",
        {"yuan": "20.00", "reason": "多收工本费", "key": "k"},
        follow=True,
    ).content.decode()
    [refund] = queries.refunds_of(bill.id)
    own = asking.post(f"/office/payments/refunds/{refund.id}/approve", follow=True)
    waiting = text(deciding, "/office/payments/")
    deciding.post(f"/office/payments/refunds/{refund.id}/approve")

    assert "等另一位同事审核" in asked
    assert "申请人不能审核自己的申请" in own.content.decode()
    assert "多收工本费" in waiting
    assert queries.refund(refund.id).state is RefundState.APPROVED


def test_a_refund_can_be_declined(hall: Hall, till: SimulatedGateway) -> None:
    bill = make(hall)
    payment = pay(till, bill)
    refund = actions.ask_refund(payment.id, amount_fen=100, reason="x", by=HOUSE, at=timezone.now())
    client = as_role(hall, Role.HALL_MANAGER)

    client.post(f"/office/payments/refunds/{refund.id}/decline")

    assert "未同意" in text(client, f"/office/payments/{bill.id}")
    assert client.post(f"/office/payments/refunds/{refund.id}/burn").status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"yuan": "120.01", "reason": "x"}, "不能多退"),
        ({"yuan": "1", "reason": ""}, "field__error"),
        ({"yuan": "0", "reason": "x"}, "field__error"),
        ({"yuan": "1.234", "reason": "x"}, "field__error"),
    ],
)
def test_a_refund_that_cannot_be_is_said_where_it_was_typed(
    hall: Hall, till: SimulatedGateway, given: dict[str, str], said: str
) -> None:
    payment = pay(till, make(hall))

    answer = as_role(hall, Role.HALL_MANAGER).post(
        f"/office/payments/attempts/{payment.id}/refund", given
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_bill_shows_its_books(hall: Hall, till: SimulatedGateway) -> None:
    bill = make(hall)
    payment = pay(till, bill)

    page = text(as_role(hall, Role.HALL_MANAGER), f"/office/payments/{bill.id}")

    assert payment.order_no in page
    assert "缴款到账" in page
    assert "-¥120.00" in page
    assert "缴清本单" in page


def test_yesterday_is_compared_and_agrees(hall: Hall, till: SimulatedGateway) -> None:
    pay_yesterday(till, make(hall))
    client = as_role(hall, Role.HALL_MANAGER)

    answer = client.post("/office/payments/reconciling/run", {"day": yesterday()}, follow=True)

    assert "对账完成，双方一致" in answer.content.decode()
    assert "1 笔" in text(client, "/office/payments/reconciling/")


def pay_yesterday(gateway: SimulatedGateway, bill: BillView) -> PaymentView:
    """Paid yesterday; the house heard of it by asking."""
    payment = actions.start_payment(bill.id, by=HOUSE, at=timezone.now())
    gateway.do(payment.order_no, Deed.PAY_TOLD_NEVER, at=timezone.now() - timedelta(days=1))
    actions.ask_gateway(at=timezone.now() + timedelta(minutes=1))
    return queries.payment(payment.id)


def yesterday() -> str:
    return (timezone.localdate() - timedelta(days=1)).isoformat()


def test_a_difference_is_shown_and_settled_with_a_reason(
    hall: Hall, till: SimulatedGateway
) -> None:
    pay_yesterday(till, make(hall))
    till.state.change({"orders": {}})
    client = as_role(hall, Role.HALL_MANAGER)

    ran = client.post("/office/payments/reconciling/run", {"day": yesterday()}, follow=True)
    [found] = queries.differences()
    bare = client.post(f"/office/payments/differences/{found.id}", {"reason": ""}, follow=True)
    settled = client.post(
        f"/office/payments/differences/{found.id}", {"reason": "网关漏报"}, follow=True
    )

    assert "有 1 条差异" in ran.content.decode()
    assert "请写明原因" in bare.content.decode()
    assert "网关漏报" in settled.content.decode()
    assert queries.differences() == []


def test_a_day_that_is_not_over_or_none_is_said(hall: Hall, till: SimulatedGateway) -> None:
    client = as_role(hall, Role.HALL_MANAGER)
    address = "/office/payments/reconciling/run"
    today = timezone.localdate().isoformat()

    assert "还没有结束" in client.post(address, {"day": today}, follow=True).content.decode()
    assert "请选择日期" in client.post(address, {"day": "x"}, follow=True).content.decode()
    assert client.get("/office/payments/reconciling/2019-01-01").status_code == 404
    assert client.get("/office/payments/reconciling/2019-99-01").status_code == 404
