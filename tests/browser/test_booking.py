"""A time booked on the phone by a thumb: business, day, half hour, name; and given back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.booking.builders import ZHANG
from tests.browser.looking import fits, offences
from tests.builders import build_hall
from yimen.journeys import book
from yimen.reference.people.rules import HOUSE
from yimen.services.booking.models import Appointment
from yimen.services.booking.rules.slots import Places
from yimen.services.booking.rules.states import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(page: Page, live_server: LiveServer) -> Page:
    """The booking pages on a phone; HZ has two places each half hour."""
    hall = build_hall()
    book.set_plan(hall.centre_id, "HZ", Places(2, 2), by=HOUSE, at=timezone.now())
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/book/")
    return page


def tomorrow_at_nine(phone: Page) -> None:
    """Choose the business, tomorrow, and its first half hour."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    phone.get_by_role("link", name="业务HZ").click()
    phone.get_by_role("link", name=f"{tomorrow.month}月{tomorrow.day}日").click()
    phone.get_by_role("link", name="09:00–09:30").click()
    expect(phone.get_by_role("heading", name="谁来办？")).to_be_visible()


def test_four_questions_a_booking_and_a_change_of_mind(phone: Page) -> None:
    tomorrow_at_nine(phone)
    phone.get_by_label("姓名", exact=True).fill(ZHANG.name)
    phone.get_by_label("身份证号", exact=True).fill(ZHANG.citizen_id)
    phone.get_by_label("手机号").fill(ZHANG.phone)
    phone.get_by_role("button", name="预约").click()

    expect(phone.get_by_text("预约成功")).to_be_visible()
    row = Appointment.objects.get()
    code = row.code or ""
    expect(phone.get_by_text(f"{code[:4]} {code[4:]}")).to_be_visible()
    assert ZHANG.citizen_id not in phone.content()
    assert fits(phone)
    assert offences(phone) == []

    phone.get_by_role("link", name="不来了，取消预约").click()
    phone.get_by_role("button", name="取消").click()

    expect(phone.get_by_text("已取消").first).to_be_visible()
    assert Appointment.objects.get().state == State.CANCELLED.value


def test_what_is_missing_is_said_at_its_field_in_words(phone: Page) -> None:
    tomorrow_at_nine(phone)
    phone.locator("form").last.evaluate("form => form.noValidate = true")
    phone.get_by_role("button", name="预约").click()

    expect(phone.get_by_text("请填写办事人的姓名，和证件上一样。")).to_be_visible()
    expect(phone.get_by_text("请填写身份证号，当天凭它签到。")).to_be_visible()
    assert Appointment.objects.count() == 0
    assert fits(phone)
    assert offences(phone) == []
