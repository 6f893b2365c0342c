"""Enrolling devices, their keys, and the end of a key."""

import pytest

from tests.builders import Hall, at, staff
from yimen.kernel.errors import NotAllowed
from yimen.reference.people import actions, queries
from yimen.reference.people.errors import BadEnrolmentCode, DeviceNotFound, KeyRefused
from yimen.reference.people.models import AccessKey
from yimen.reference.people.rules import HOUSE, DeviceKind, Right, Role

pytestmark = pytest.mark.django_db


def machine(hall: Hall, kind: DeviceKind = DeviceKind.TICKET_MACHINE) -> tuple[int, str]:
    return actions.add_device("取号机", kind, centre_id=hall.centre_id, by=HOUSE, at=at(0))


def refused(secret: str) -> bool:
    try:
        queries.key(secret)
    except KeyRefused:
        return True
    return False


def test_a_code_becomes_a_key_and_the_key_acts_for_the_device(hall: Hall) -> None:
    device_id, code = machine(hall)

    secret = actions.enrol(f" {code} ", at=at(14))

    view = queries.key(secret)
    assert len(code) == 8
    assert code.isdigit()
    assert (view.actor.kind, view.actor.id, view.actor.label) == ("device", device_id, "取号机")
    assert (view.kind, view.centre_id) == (DeviceKind.TICKET_MACHINE, hall.centre_id)
    assert view.actor.may(Right.ISSUE, centre_id=hall.centre_id)
    assert not view.actor.may(Right.ISSUE, centre_id=hall.centre_id + 1)


def test_neither_code_nor_key_can_be_read_from_the_table(hall: Hall) -> None:
    device_id, code = machine(hall)
    kept_code = bytes(AccessKey.objects.get(pk=device_id).code_digest or b"")
    secret = actions.enrol(code, at=at(1))
    kept_key = bytes(AccessKey.objects.get(pk=device_id).digest or b"")

    assert len(kept_code) == len(kept_key) == 32
    assert code.encode() not in kept_code
    assert secret.encode() not in kept_key


def test_a_code_works_once(hall: Hall) -> None:
    _, code = machine(hall)
    secret = actions.enrol(code, at=at(1))

    with pytest.raises(BadEnrolmentCode) as refusal:
        actions.enrol(code, at=at(2))

    assert refusal.value.facts == {}
    assert not refused(secret)


@pytest.mark.parametrize(("minutes", "good"), [(14.99, True), (15, False), (60, False)])
def test_a_code_lives_fifteen_minutes(hall: Hall, minutes: float, good: bool) -> None:
    _, code = machine(hall)

    if good:
        assert actions.enrol(code, at=at(minutes))
    else:
        with pytest.raises(BadEnrolmentCode):
            actions.enrol(code, at=at(minutes))


def test_an_unknown_code_and_an_unknown_key_are_refused(hall: Hall) -> None:
    machine(hall)

    with pytest.raises(BadEnrolmentCode):
        actions.enrol("not a code", at=at(1))
    assert refused("")
    assert refused("no such key")


def test_revoking_ends_a_key_that_was_in_use_a_moment_ago(hall: Hall) -> None:
    device_id, code = machine(hall)
    secret = actions.enrol(code, at=at(1))
    assert not refused(secret)

    actions.revoke(device_id, by=HOUSE, at=at(2))

    assert refused(secret)
    assert [(d.enrolled, d.revoked_at) for d in queries.devices(hall.centre_id)] == [(False, at(2))]


def test_a_new_code_ends_the_old_key_and_revives_the_device(hall: Hall) -> None:
    device_id, code = machine(hall)
    old = actions.enrol(code, at=at(1))
    actions.revoke(device_id, by=HOUSE, at=at(2))

    renewed = actions.renew_code(device_id, by=HOUSE, at=at(3))
    new = actions.enrol(renewed, at=at(4))

    assert refused(old)
    assert queries.key(new).actor.id == device_id


def test_a_system_acts_as_a_system(hall: Hall) -> None:
    device_id, _ = machine(hall, DeviceKind.SYSTEM)

    actor = queries.key(actions.issue_key(device_id, by=HOUSE)).actor

    assert actor.kind == "system"
    assert actor.may(Right.SERVE, centre_id=hall.centre_id)


def test_a_key_made_anew_replaces_the_former(hall: Hall) -> None:
    device_id, _ = machine(hall, DeviceKind.SYSTEM)
    former = actions.issue_key(device_id, by=HOUSE)

    latter = actions.issue_key(device_id, by=HOUSE)

    assert refused(former)
    assert not refused(latter)


def test_only_who_manages_devices_of_the_centre_does(hall: Hall) -> None:
    clerk = staff(hall, Role.CLERK)
    device_id, _ = machine(hall)

    for deed in (
        lambda: actions.add_device(
            "屏", DeviceKind.BOARD, centre_id=hall.centre_id, by=clerk, at=at(0)
        ),
        lambda: actions.renew_code(device_id, by=clerk, at=at(0)),
        lambda: actions.issue_key(device_id, by=clerk),
        lambda: actions.revoke(device_id, by=clerk, at=at(0)),
    ):
        with pytest.raises(NotAllowed) as refusal:
            deed()
        assert refusal.value.facts == {"right": Right.DEVICES}


def test_unknown_devices_are_refused() -> None:
    for deed in (
        lambda: actions.renew_code(0, by=HOUSE, at=at(0)),
        lambda: actions.issue_key(0, by=HOUSE),
        lambda: actions.revoke(0, by=HOUSE, at=at(0)),
    ):
        with pytest.raises(DeviceNotFound) as refusal:
            deed()
        assert refusal.value.facts == {"device_id": 0}


def test_signs_of_life_are_kept_to_the_minute(hall: Hall) -> None:
    device_id, _ = machine(hall)

    seen = []
    for minutes in (0, 0.5, 1.5):
        actions.device_seen(device_id, at=at(minutes))
        seen.append(queries.devices(hall.centre_id)[0].seen_at)

    assert seen == [at(0), at(0), at(1.5)]
