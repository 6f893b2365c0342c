"""Bookings at the reception: listing, finding, checking in, cancelling, booking, plans."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.booking.builders import LI, ZHANG
from tests.builders import Hall
from tests.laid_out import on_one_line
from tests.office.builders import as_role
from yimen.journeys import book as journey
from yimen.reference.people.rules import HOUSE, Role
from yimen.services.booking import queries
from yimen.services.booking.models import Appointment, Bar, Plan, Slot
from yimen.services.booking.queries import AppointmentView
from yimen.services.booking.rules.slots import Places
from yimen.services.booking.rules.states import State
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(hall: Hall) -> Client:
    return as_role(hall, Role.GUIDE)


@pytest.fixture
def slot(hall: Hall) -> int:
    """Tomorrow's first half hour of HZ."""
    at = timezone.now()
    journey.set_plan(hall.centre_id, "HZ", Places(2, 2), by=HOUSE, at=at)
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return journey.slots(hall.centre_id, "HZ", tomorrow, at=at)[0].id


@pytest.fixture
def booked(hall: Hall, slot: int) -> AppointmentView:
    """Zhang has booked a half hour that runs now."""
    at = timezone.now()
    made, _ = journey.book(
        slot, ZHANG, centre_id=hall.centre_id, by=HOUSE, at=at, channel="reception"
    )
    Slot.objects.filter(pk=slot).update(
        starts_at=at - timedelta(minutes=1), ends_at=at + timedelta(minutes=29),
        day=timezone.localdate(at),
    )  # fmt: skip
    Appointment.objects.update(day=timezone.localdate(at))
    return queries.appointment(made.id)


def text(client: Client, path: str = "/office/bookings/", **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return on_one_line(answer.content.decode())


def found(client: Client, said: str) -> str:
    answer = client.post("/office/bookings/find", {"q": said})
    assert answer.status_code == 200
    return on_one_line(answer.content.decode())


def test_the_day_is_listed_with_masked_people(guide: Client, booked: AppointmentView) -> None:
    page = text(guide)

    assert booked.code in page
    assert "张*明" in page
    assert ZHANG.citizen_id not in page
    assert ZHANG.phone not in page


@pytest.mark.parametrize("proof", ["code", "citizen_id", "phone"])
def test_code_id_or_phone_find_one(guide: Client, booked: AppointmentView, proof: str) -> None:
    said = {"code": booked.code, "citizen_id": ZHANG.citizen_id, "phone": ZHANG.phone}[proof]

    assert booked.code in found(guide, said)
    assert "没有找到预约" in found(guide, LI.phone)


def test_numbers_of_people_stand_in_no_address(guide: Client, booked: AppointmentView) -> None:
    page = text(guide, q=ZHANG.citizen_id)  # an old bookmark

    assert re.findall(r'<form[^>]*method="(\w+)"[^>]*>(?:(?!</form>).)*name="q"', page) == ["post"]
    assert "查找结果" not in page
    assert ZHANG.citizen_id not in found(guide, ZHANG.citizen_id)


def test_a_long_day_asks_no_more_questions_than_a_short_one(
    guide: Client, hall: Hall, booked: AppointmentView
) -> None:
    guide.post(f"/office/bookings/{booked.id}/check-in")
    text(guide)  # what is remembered from page to page
    with CaptureQueriesContext(connection) as short:
        text(guide)
    other = journey.book(
        booked.slot_id, LI, centre_id=hall.centre_id, by=HOUSE, at=timezone.now(),
        channel="reception",
    )[0]  # fmt: skip
    guide.post(f"/office/bookings/{other.id}/check-in")
    text(guide)  # takes the message away

    with CaptureQueriesContext(connection) as long:
        page = text(guide)

    assert page.count("<strong>YA0") == 2
    assert len(long) == len(short)


def test_checking_in_at_the_desk_tells_the_number(guide: Client, booked: AppointmentView) -> None:
    answer = guide.post(f"/office/bookings/{booked.id}/check-in", follow=True)

    assert "已签到，号码" in answer.content.decode()
    assert queries.appointment(booked.id).state is State.CHECKED_IN


def test_a_refused_check_in_says_why(guide: Client, booked: AppointmentView) -> None:
    now, hour = timezone.now(), timedelta(hours=1)
    Slot.objects.filter(pk=booked.slot_id).update(starts_at=now + 2 * hour, ends_at=now + 3 * hour)

    answer = guide.post(f"/office/bookings/{booked.id}/check-in", follow=True)

    assert "起可以签到" in answer.content.decode()


def test_the_desk_gives_a_place_back(guide: Client, booked: AppointmentView) -> None:
    guide.post(f"/office/bookings/{booked.id}/cancel")

    assert queries.appointment(booked.id).state is State.CANCELLED


def test_those_hit_by_other_hours_stand_first(guide: Client, booked: AppointmentView) -> None:
    Appointment.objects.update(displaced_at=timezone.now())

    assert "请联系这些群众改约" in text(guide)


def test_booking_for_somebody_leads_to_the_code(guide: Client, slot: int) -> None:
    form = {"name": LI.name, "citizen_id": LI.citizen_id, "phone": LI.phone}
    day = queries.slot(slot).day.isoformat()
    assert f'value="{slot}"' in text(guide, "/office/bookings/book", queue="HZ", day=day)

    answer = guide.post(
        f"/office/bookings/book?queue=HZ&day={day}", {**form, "slot": str(slot), "key": "k"}
    )

    made = Appointment.objects.get()
    assert answer["Location"] == f"/office/bookings/?day={day}"
    assert made.channel == "reception"


def test_a_wrong_number_is_said_at_its_field(guide: Client, slot: int) -> None:
    form = {"name": LI.name, "citizen_id": "44190020000101002", "phone": LI.phone}

    answer = guide.post("/office/bookings/book?queue=HZ", form)

    assert answer.status_code == 422
    assert "位数不对" in answer.content.decode()


def test_only_who_runs_the_hall_sets_places(hall: Hall, guide: Client, slot: int) -> None:
    manager = as_role(hall, Role.HALL_MANAGER, "2002")

    refused = guide.get("/office/bookings/plan")
    manager.post("/office/bookings/plan", {"queue": "HZ", "online": "7", "walk_in": "5"})

    assert refused.status_code == 403
    assert Slot.objects.get(pk=slot).capacity_online == 7
    manager.post("/office/bookings/plan", {"queue": "HZ", "online": "", "walk_in": ""})
    assert Plan.objects.count() == 0
    assert "按窗口计算" in text(manager, "/office/bookings/plan")


def test_clerks_do_not_see_bookings(hall: Hall) -> None:
    assert as_role(hall, Role.CLERK, "2003").get("/office/bookings/").status_code == 403


def test_a_manager_lets_somebody_book_again_who_stayed_away(hall: Hall, guide: Client) -> None:
    manager = as_role(hall, Role.HALL_MANAGER, "2002")
    now = timezone.now()
    Bar.objects.create(
        holder_index=blind_index(ZHANG.citizen_id), since=now, until=now + timedelta(days=30)
    )

    def lift(number: str) -> str:
        answer = manager.post("/office/bookings/lift", {"number": number}, follow=True)
        return on_one_line(answer.content.decode())

    assert guide.post("/office/bookings/lift", {"number": ZHANG.citizen_id}).status_code == 403
    assert "没有爽约限制" in lift(LI.citizen_id)
    assert queries.bar_until(blind_index(ZHANG.citizen_id), at=now) is not None
    assert "爽约限制已解除" in lift(ZHANG.citizen_id.lower())
    assert queries.bar_until(blind_index(ZHANG.citizen_id), at=now) is None
    assert "爽约限制已解除" not in lift("4419")
    assert "解除爽约限制" in text(manager)
    assert "解除爽约限制" not in text(guide)
