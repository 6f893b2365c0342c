"""Accounts, roles, and enrolling devices."""

import secrets
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from yimen.kernel.errors import NotAllowed
from yimen.kernel.identifiers import citizen_id
from yimen.reference.people import queries, rules
from yimen.reference.people.errors import (
    BadEnrolmentCode,
    DeviceNeedsWindow,
    DeviceNotFound,
    StaffNotFound,
    StaffNumberTaken,
)
from yimen.reference.people.models import AccessKey, RoleGrant, Staff
from yimen.reference.people.rules import Actor, DeviceKind, Right, Role, require
from yimen.support.secrets import blind_index, digest

_CODE_LIVES = timedelta(minutes=15)


def add_staff(username: str, *, name: str, password: str, by: Actor) -> int:
    """A new account without roles; the password must be changed at the first log-in.

    Raises:
        NotAllowed: `by` may not manage staff.
        StaffNumberTaken: a colleague has the number.
    """
    require(by, Right.STAFF)
    try:
        with transaction.atomic():
            staff = Staff.objects.create_user(
                username, password, name=name, must_change_password=True
            )
    except IntegrityError:
        raise StaffNumberTaken(username=username) from None
    return staff.pk


def grant_role(
    staff_id: int,
    role: Role,
    *,
    by: Actor,
    centre_id: int | None = None,
    department_id: int | None = None,
) -> None:
    """Give a role, everywhere or in one centre or department. Twice is once.

    Raises:
        NotAllowed: `by` may not manage staff, or asks for themselves.
        StaffNotFound: no such account.
        RolesConflict: the person holds a role that excludes it.
    """
    require(by, Right.STAFF)
    if by.kind == "staff" and by.id == staff_id:
        raise NotAllowed(right=Right.STAFF)
    with transaction.atomic():
        if not Staff.objects.select_for_update().filter(pk=staff_id).exists():
            raise StaffNotFound(staff_id=staff_id)
        held = RoleGrant.objects.filter(staff_id=staff_id).values_list("role", flat=True)
        rules.check_roles([Role(name) for name in held], role)
        grant = RoleGrant(
            staff_id=staff_id, role=role.value, centre_id=centre_id, department_id=department_id
        )
        RoleGrant.objects.bulk_create([grant], ignore_conflicts=True)
    queries.forget_holders()


def take_role(staff_id: int, role: Role, *, by: Actor) -> None:
    """Take a role away, wherever it was given.

    Raises:
        NotAllowed: `by` may not manage staff.
    """
    require(by, Right.STAFF)
    RoleGrant.objects.filter(staff_id=staff_id, role=role.value).delete()
    queries.forget_holders()


def set_active(staff_id: int, active: bool, *, by: Actor) -> None:
    """Let somebody log in, or no longer. Their history stays.

    Raises:
        NotAllowed: `by` may not manage staff.
    """
    require(by, Right.STAFF)
    Staff.objects.filter(pk=staff_id).update(is_active=active, failures=0, locked_until=None)
    queries.forget_holders()


def set_identity(staff_id: int, number: str, *, by: Actor, today: date) -> None:
    """Keep whose account it is, as a blind index: nobody decides in a matter of their own.

    Raises:
        NotAllowed: `by` may not manage staff.
        BadCitizenId: no identity number.
        StaffNotFound: no such account.
    """
    require(by, Right.STAFF)
    index = blind_index(citizen_id(number, today=today))
    if not Staff.objects.filter(pk=staff_id).update(identity_index=index):
        raise StaffNotFound(staff_id=staff_id)


def add_device(
    name: str,
    kind: DeviceKind,
    *,
    centre_id: int,
    by: Actor,
    at: datetime,
    window_id: int | None = None,
    area_id: int | None = None,
) -> tuple[int, str]:
    """A place for a device, and the one-time code (eight digits, 15 minutes) to type in there.

    Raises:
        NotAllowed: `by` may not manage devices of the centre.
        DeviceNeedsWindow: a window screen without its window.
    """
    require(by, Right.DEVICES, centre_id=centre_id)
    _demand_machine(kind)
    if kind is DeviceKind.WINDOW_SCREEN and window_id is None:
        raise DeviceNeedsWindow(name=name)
    row = AccessKey.objects.create(
        name=name, kind=kind.value, centre_id=centre_id, window_id=window_id, area_id=area_id
    )
    return row.pk, _new_code(row, at)


def renew_code(device_id: int, *, by: Actor, at: datetime) -> str:
    """Another one-time code: the device was replaced or forgot its key. The old key ends now.

    Raises:
        DeviceNotFound: no such device.
        NotAllowed: `by` may not manage devices of its centre.
    """
    with transaction.atomic():
        row = AccessKey.objects.select_for_update().filter(pk=device_id).first()
        if row is None:
            raise DeviceNotFound(device_id=device_id)
        require(by, Right.DEVICES, centre_id=row.centre_id)
        _demand_machine(DeviceKind(row.kind))
        row.digest = None
        row.revoked_at = None
        row.save(update_fields=["digest", "revoked_at"])
        queries.forget_keys()
        return _new_code(row, at)


def _demand_machine(kind: DeviceKind) -> None:
    """Somebody's own key is made by themselves: another would act in their name."""
    if kind is DeviceKind.PERSON:
        raise NotAllowed(right=Right.DEVICES)


def _new_code(row: AccessKey, at: datetime) -> str:
    code = f"{secrets.randbelow(10**8):08d}"
    row.code_digest = digest(code)
    row.code_expires_at = at + _CODE_LIVES
    row.save(update_fields=["code_digest", "code_expires_at"])
    return code


def enrol(code: str, *, at: datetime) -> str:
    """Exchange a one-time code for the device's own key, which is shown this once.

    Raises:
        BadEnrolmentCode: unknown, used or expired.
    """
    with transaction.atomic():
        row = (
            AccessKey.objects.select_for_update()
            .filter(code_digest=digest(code.strip()), code_expires_at__gt=at)
            .first()
        )
        if row is None:
            raise BadEnrolmentCode
        return _issue_key(row)


def issue_key(device_id: int, *, by: Actor) -> str:
    """A key without the code, for another system whose operator copies it from the office.

    Raises:
        DeviceNotFound: no such device.
        NotAllowed: `by` may not manage devices of its centre.
    """
    with transaction.atomic():
        row = AccessKey.objects.select_for_update().filter(pk=device_id).first()
        if row is None:
            raise DeviceNotFound(device_id=device_id)
        require(by, Right.DEVICES, centre_id=row.centre_id)
        _demand_machine(DeviceKind(row.kind))
        return _issue_key(row)


def _issue_key(row: AccessKey) -> str:
    key = secrets.token_urlsafe(32)
    row.digest = digest(key)
    row.code_digest = row.code_expires_at = row.revoked_at = None
    row.save(update_fields=["digest", "code_digest", "code_expires_at", "revoked_at"])
    return key


def revoke(device_id: int, *, by: Actor, at: datetime) -> None:
    """End a device's key.

    Raises:
        DeviceNotFound: no such device.
        NotAllowed: `by` may not manage devices of its centre.
    """
    row = AccessKey.objects.filter(pk=device_id).first()
    if row is None:
        raise DeviceNotFound(device_id=device_id)
    require(by, Right.DEVICES, centre_id=row.centre_id)
    AccessKey.objects.filter(pk=device_id).update(revoked_at=at, digest=None)
    queries.forget_keys()


def device_seen(device_id: int, *, at: datetime) -> None:
    """A sign of life, kept to the minute."""
    AccessKey.objects.filter(pk=device_id).exclude(seen_at__gt=at - timedelta(minutes=1)).update(
        seen_at=at
    )


def log_in_failed(staff_id: int, *, at: datetime, limit: int, lock: timedelta) -> None:
    """Count a failure; at the limit the account is locked for a while."""
    with transaction.atomic():
        staff = Staff.objects.select_for_update().get(pk=staff_id)
        staff.failures += 1
        if staff.failures >= limit:
            staff.failures, staff.locked_until = 0, at + lock
        staff.save(update_fields=["failures", "locked_until"])


def logged_in(staff_id: int, *, at: datetime) -> None:
    """A good log-in: failures are forgotten."""
    Staff.objects.filter(pk=staff_id).update(failures=0, locked_until=None, last_login=at)


def change_password(staff_id: int, password: str) -> None:
    """A new password, chosen by the person. The caller has checked its strength."""
    staff = Staff.objects.get(pk=staff_id)
    staff.set_password(password)
    staff.must_change_password = False
    staff.save(update_fields=["password", "must_change_password"])


def reset_password(staff_id: int, *, by: Actor) -> str:
    """A fresh password for who forgot theirs, shown this once; it must be changed at log-in.

    Their own keys end: whoever lost one may have lost the other.

    Raises:
        NotAllowed: `by` may not manage staff.
        StaffNotFound: no such account.
    """
    require(by, Right.STAFF)
    staff = Staff.objects.filter(pk=staff_id).first()
    if staff is None:
        raise StaffNotFound(staff_id=staff_id)
    password = secrets.token_urlsafe(9)
    staff.set_password(password)
    staff.must_change_password = True
    staff.failures, staff.locked_until = 0, None
    with transaction.atomic():
        staff.save(update_fields=["password", "must_change_password", "failures", "locked_until"])
        AccessKey.objects.filter(staff_id=staff_id, revoked_at__isnull=True).update(
            revoked_at=Now(), digest=None
        )
    queries.forget_keys()
    return password
