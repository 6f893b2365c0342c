"""Who is let in: staff with a second factor and the page's right, enrolled devices of a kind."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from tests.builders import Hall, device_key, staff
from yimen.channels.doorway import who
from yimen.channels.doorway.who import DeviceRequest, StaffRequest, device_page, staff_page
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.models import Staff
from yimen.reference.people.rules import Actor, DeviceKind, Right, Role

pytestmark = pytest.mark.django_db


@staff_page(Right.SERVE)
def seat(request: StaffRequest) -> HttpResponse:
    return HttpResponse(f"{request.actor.label} {request.centre_id} {request.staff.username}")


@device_page(DeviceKind.TICKET_MACHINE, DeviceKind.BOARD)
def machine(request: DeviceRequest) -> HttpResponse:
    return HttpResponse(f"{request.device.name} {request.device.centre_id}")


def visit(actor: Actor | None, *, verified: bool = True, htmx: bool = False) -> HttpResponse:
    request = RequestFactory().get("/desk/?x=1", headers={"HX-Request": "true"} if htmx else {})
    if actor is None:
        request.user = AnonymousUser()
    else:
        request.user = Staff.objects.get(pk=actor.id)
        request.user.is_verified = lambda: verified  # type: ignore[attr-defined]
    answer = seat(request)
    assert isinstance(answer, HttpResponse)
    return answer


def test_staff_with_right_and_second_factor_come_in(hall: Hall) -> None:
    answer = visit(staff(hall, Role.CLERK))

    assert answer.content.decode() == f"1001 {hall.centre_id} 1001"


def test_who_is_not_logged_in_or_lacks_the_second_factor_goes_to_log_in(hall: Hall) -> None:
    clerk = staff(hall, Role.CLERK)

    for answer in (visit(None), visit(clerk, verified=False)):
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith("?next=%2Fdesk%2F%3Fx%3D1")


def test_a_fragment_cannot_show_the_log_in_and_sends_the_whole_page_there(hall: Hall) -> None:
    answer = visit(None, htmx=True)

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].endswith("?next=%2Fdesk%2F%3Fx%3D1")


def test_staff_without_the_right_are_refused(hall: Hall) -> None:
    with pytest.raises(NotAllowed) as refusal:
        visit(staff(hall, Role.GUIDE))

    assert refusal.value.facts == {"right": Right.SERVE}


def test_staff_of_every_centre_work_in_the_first(hall: Hall) -> None:
    assert who.centre_of(staff(hall, Role.SYSTEM_ADMIN, centre=False)) == hall.centre_id


def with_key(key: str) -> HttpResponse:
    request = RequestFactory().get("/kiosk/")
    request.COOKIES[who.DEVICE_COOKIE] = key
    answer = machine(request)
    assert isinstance(answer, HttpResponse)
    return answer


def test_an_enrolled_device_of_a_fitting_kind_comes_in(hall: Hall) -> None:
    answer = with_key(device_key(hall, DeviceKind.BOARD))

    assert answer.content.decode() == f"测试board {hall.centre_id}"


@pytest.mark.parametrize("kind", [DeviceKind.SYSTEM, DeviceKind.WINDOW_SCREEN, None])
def test_other_devices_and_unknown_ones_are_sent_to_enrol(
    hall: Hall, kind: DeviceKind | None
) -> None:
    key = "unknown" if kind is None else device_key(hall, kind, 1)

    assert with_key(key).status_code == 302


def test_a_citizen_is_whoever_holds_the_secret_address_and_has_no_rights() -> None:
    actor = who.citizen("AbCdEfGhIjKl")

    assert (actor.kind, actor.label, actor.grants) == ("citizen", "AbCdEf", ())
