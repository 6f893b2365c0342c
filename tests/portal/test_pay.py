"""The cashier's page, from the bill to the receipt, with the simulated cashier behind the code."""

import json
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.builders import Hall, staff
from tests.payments.builders import PASSPORT
from yimen.devices.asking import signed
from yimen.devices.simulated_gateway import Fault
from yimen.reference.catalogue.models import Department
from yimen.reference.people.rules import HOUSE, Role
from yimen.services.payments import actions, queries
from yimen.services.payments.actions import Payer
from yimen.services.payments.queries import BillView
from yimen.services.payments.rules.states import BillState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _till(settings: Settings) -> None:
    settings.PAY, settings.PAY_SECRETS, settings.PUBLIC_URL = "sim:", ("secret",), ""
    settings.MEDIA_ROOT.mkdir(parents=True)


@pytest.fixture
def bill(hall: Hall) -> BillView:
    return actions.make_bill(
        "case:1",
        PASSPORT,
        centre_id=hall.centre_id,
        department_id=Department.objects.get().pk,
        by=HOUSE,
        at=timezone.now(),
        payer=Payer("张小明", "441900199003070016"),
    )


def title(text: str) -> str:
    found = re.search(r'phone-said__title">([^<]+)<', text)
    return found[1].strip() if found else ""


def page(client: Client, bill: BillView) -> str:
    return client.get(f"/pay/{bill.public_id}").content.decode()


def order_of(bill: BillView) -> str:
    return queries.payments_of(bill.id)[0].order_no


def at_cashier(client: Client, bill: BillView, deed: str) -> str:
    """Ask for the code, do something at the cashier, look at the bill."""
    client.post(f"/pay/{bill.public_id}/start")
    answer = client.post(f"/pay/simulated/{order_of(bill)}", {"deed": deed}, follow=True)
    return answer.content.decode()


def test_looking_makes_no_code(client: Client, bill: BillView) -> None:
    text = page(client, bill)

    assert title(text) == "待缴款"
    assert "¥120.00" in text
    assert "张*明" in text
    assert "张小明" not in text
    assert queries.payments_of(bill.id) == []


def test_the_code_leads_to_the_cashier_and_two_presses_show_one(
    client: Client, bill: BillView
) -> None:
    client.post(f"/pay/{bill.public_id}/start")
    client.post(f"/pay/{bill.public_id}/start")

    text = page(client, bill)

    assert title(text) == "请扫码缴款"
    assert f'href="http://testserver/pay/simulated/{order_of(bill)}"' in text
    assert len(queries.payments_of(bill.id)) == 1


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("pay", "已缴清"),
        ("pay_told_twice", "已缴清"),
        ("refuse", "没有付成"),
        ("pay_told_never", "请扫码缴款"),
        ("pay_less", "收到的金额不符"),
        ("pay_forged", "请扫码缴款"),
    ],
)
def test_whatever_happens_at_the_cashier_is_said(
    client: Client, bill: BillView, deed: str, said: str
) -> None:
    assert title(at_cashier(client, bill, deed)) == said


def test_a_forged_callback_is_refused_aloud(client: Client, bill: BillView) -> None:
    assert "签名不对" in at_cashier(client, bill, "pay_forged")


def test_after_paying_there_is_a_receipt_to_print(client: Client, bill: BillView) -> None:
    before = client.get(f"/pay/{bill.public_id}/receipt").status_code
    text = at_cashier(client, bill, "pay")

    receipt = queries.receipt(bill.id)
    assert receipt is not None
    paper = client.get(f"/pay/{bill.public_id}/receipt").content.decode()
    assert before == 404
    assert receipt.number in text
    assert receipt.number in paper
    assert receipt.check_code in paper
    assert "张*明" in paper


def test_a_receipt_is_checked_by_number_and_code(client: Client, bill: BillView) -> None:
    at_cashier(client, bill, "pay")
    receipt = queries.receipt(bill.id)
    assert receipt is not None

    def checked(number: str, code: str) -> str:
        return client.post("/receipts", {"number": number, "code": code}).content.decode()

    wrong = f"{(int(receipt.check_code) + 1) % 10**6:06d}"
    assert "查验" in client.get("/receipts").content.decode()
    assert title(checked(receipt.number, receipt.check_code)) == "票据有效"
    assert "没有查到这张票据" in checked(receipt.number, wrong)
    assert "没有查到这张票据" in checked("2020-1", receipt.check_code)


def test_codes_of_receipts_are_not_tried_at_will(client: Client, bill: BillView) -> None:
    at_cashier(client, bill, "pay")
    receipt = queries.receipt(bill.id)
    assert receipt is not None
    wrong = f"{(int(receipt.check_code) + 1) % 10**6:06d}"

    for _ in range(60):
        client.post("/receipts", {"number": receipt.number, "code": wrong})
    right = client.post("/receipts", {"number": receipt.number, "code": receipt.check_code})

    assert right.status_code == 422
    assert "输错的次数太多" in right.content.decode()


def test_a_receipt_whose_money_went_back_is_void(
    client: Client, bill: BillView, hall: Hall
) -> None:
    at_cashier(client, bill, "pay")
    receipt, [payment] = queries.receipt(bill.id), queries.payments_of(bill.id)
    assert receipt is not None
    asked = actions.ask_refund(
        payment.id, amount_fen=12_000, reason="x", by=HOUSE, at=timezone.now()
    )
    cashier = staff(hall, Role.HALL_MANAGER)

    sent = {"number": receipt.number, "code": receipt.check_code}
    waiting = client.post("/receipts", sent).content.decode()
    actions.approve_refund(asked.id, by=cashier, at=timezone.now())
    actions.send_refunds(at=timezone.now())
    void = client.post("/receipts", sent).content.decode()

    assert title(waiting) == "票据有效"
    assert title(void) == "票据已作废"
    assert title(page(client, bill)) == "已缴清，有退款"


def test_money_for_a_cancelled_bill_is_said_to_go_back(client: Client, bill: BillView) -> None:
    client.post(f"/pay/{bill.public_id}/start")
    actions.cancel_bill(bill.id, by=HOUSE, at=timezone.now())

    text = client.post(
        f"/pay/simulated/{order_of(bill)}", {"deed": "pay"}, follow=True
    ).content.decode()

    assert title(text) == "已取消"
    assert "退款中" in text


def test_a_gateway_that_is_down_is_said_and_nothing_is_shown(
    client: Client, bill: BillView
) -> None:
    gateway = actions.simulated()
    assert gateway is not None
    gateway.break_by(Fault.DOWN)

    text = client.post(f"/pay/{bill.public_id}/start", follow=True).content.decode()

    assert "支付服务暂时没有回应" in text
    assert title(text) == "待缴款"


def test_only_the_living_part_is_drawn_for_a_page_that_is_open(
    client: Client, bill: BillView
) -> None:
    text = client.get(f"/pay/{bill.public_id}", headers={"HX-Request": "true"}).content.decode()

    assert text.strip().startswith('<div class="stack" id="paying"')


def test_unknown_bills_and_orders_are_not_found(client: Client, bill: BillView) -> None:
    assert client.get("/pay/nothing").status_code == 404
    assert client.get("/pay/simulated/nothing").status_code == 404
    client.post(f"/pay/{bill.public_id}/start")
    address = f"/pay/simulated/{order_of(bill)}"
    assert client.post(address, {"deed": "steal"}).status_code == 404
    assert "模拟收银台" in client.get(address).content.decode()


def test_where_a_real_gateway_is_there_is_no_simulated_cashier(
    client: Client, bill: BillView, settings: Settings
) -> None:
    client.post(f"/pay/{bill.public_id}/start")
    settings.PAY = "https://pay.example/api"

    assert client.get(f"/pay/simulated/{order_of(bill)}").status_code == 404


def callback(client: Client, said: object, secret: str = "secret") -> int:  # noqa: S107 - a test's
    body = json.dumps(said).encode()
    headers = signed(body, secret=secret, at=timezone.now())
    return client.post(
        "/api/v1/payments/callback", body, content_type="application/json", headers=headers
    ).status_code


def test_the_gateway_tells_over_the_api(client: Client, bill: BillView) -> None:
    client.post(f"/pay/{bill.public_id}/start")
    said = {
        "event": "e1",
        "order": order_of(bill),
        "status": "succeeded",
        "amount_fen": 12_000,
        "transaction": "t",
        "happened_at": timezone.now().isoformat(),
    }

    assert callback(client, said, secret="other") == 403
    assert callback(client, {"event": "e1"}) == 422
    assert callback(client, said) == 200
    assert callback(client, said) == 200
    assert queries.bill(bill.id).state is BillState.PAID
