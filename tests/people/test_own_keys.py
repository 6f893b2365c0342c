"""Keys that members of staff make for themselves: what they may do, how they end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.builders import Hall, staff
from yimen.kernel.errors import NotAllowed
from yimen.reference.people import actions, queries
from yimen.reference.people.errors import DeviceNotFound, KeyRefused, TooManyKeys
from yimen.reference.people.models import AccessKey, RoleGrant
from yimen.reference.people.rules import HOUSE, OWN_KEYS, Actor, DeviceKind, Right, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(hall: Hall) -> Actor:
    return staff(hall, Role.CLERK)


def made(hall: Hall, by: Actor) -> str:
    return actions.make_own_key("叫号程序", centre_id=hall.centre_id, by=by, at=timezone.now())


def refused(secret: str) -> bool:
    queries.forget_keys()
    try:
        queries.key(secret)
    except KeyRefused:
        return True
    return False


def test_it_acts_as_its_person_in_one_centre(hall: Hall) -> None:
    everywhere = staff(hall, Role.CLERK, centre=False)

    view = queries.key(made(hall, everywhere))

    assert (view.actor.kind, view.actor.id) == ("staff", everywhere.id)
    assert view.kind is DeviceKind.PERSON
    assert view.actor.may(Right.SERVE, centre_id=hall.centre_id)
    assert not view.actor.may(Right.SERVE, centre_id=hall.centre_id + 1)


def test_a_role_taken_is_taken_from_the_key(hall: Hall, clerk: Actor) -> None:
    secret = made(hall, clerk)

    RoleGrant.objects.filter(staff_id=clerk.id).delete()
    queries.forget_keys()

    assert not queries.key(secret).actor.may(Right.SERVE, centre_id=hall.centre_id)


def test_it_ends_with_its_time_its_account_its_password_or_by_its_person(
    hall: Hall, clerk: Actor
) -> None:
    old, left, reset, ended = (made(hall, clerk) for _ in range(4))
    AccessKey.objects.filter(pk=queries.key(old).id).update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )
    actions.end_own_key(queries.key(ended).id, by=clerk, at=timezone.now())

    assert refused(old)
    assert refused(ended)
    assert not refused(left)
    actions.set_active(clerk.id, False, by=HOUSE)
    assert refused(left)
    actions.set_active(clerk.id, True, by=HOUSE)
    assert not refused(reset)
    actions.reset_password(clerk.id, by=HOUSE)
    assert refused(reset)


def test_nobody_makes_or_renews_a_key_in_anothers_name(hall: Hall, clerk: Actor) -> None:
    key_id = queries.key(made(hall, clerk)).id
    at = timezone.now()

    for attempt in (
        lambda: actions.make_own_key("x", centre_id=hall.centre_id, by=HOUSE, at=at),
        lambda: actions.make_own_key("x", centre_id=hall.centre_id + 1, by=clerk, at=at),
        lambda: actions.add_device(
            "x", DeviceKind.PERSON, centre_id=hall.centre_id, by=HOUSE, at=at
        ),
        lambda: actions.renew_code(key_id, by=HOUSE, at=at),
        lambda: actions.issue_key(key_id, by=HOUSE),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    with pytest.raises(DeviceNotFound):
        actions.end_own_key(key_id, by=staff(hall, Role.CLERK, "1002"), at=at)


def test_five_work_at_a_time(hall: Hall, clerk: Actor) -> None:
    for _ in range(OWN_KEYS):
        made(hall, clerk)

    with pytest.raises(TooManyKeys):
        made(hall, clerk)
    actions.end_own_key(
        queries.own_keys(clerk.id, at=timezone.now())[0].id, by=clerk, at=timezone.now()
    )
    assert made(hall, clerk)


def test_the_database_knows_no_own_key_without_its_person(hall: Hall) -> None:
    with pytest.raises(IntegrityError, match="people_own_key_has_person"), transaction.atomic():
        AccessKey.objects.create(name="x", kind=DeviceKind.PERSON.value, centre_id=hall.centre_id)
