"""Who is asking, and lists of staff and devices."""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from yimen.reference.people.errors import KeyRefused, StaffNotFound
from yimen.reference.people.models import AccessKey, RoleGrant, Staff
from yimen.reference.people.rules import (
    RIGHTS_OF_DEVICE,
    RIGHTS_OF_ROLE,
    Actor,
    DeviceKind,
    Grant,
    Right,
    Role,
    within,
)
from yimen.support.secrets import digest

_KEY_FRESH_SECONDS = 5.0
_keys: dict[str, tuple[float, "KeyView"]] = {}
_HOLDERS_FRESH_SECONDS = 5.0
_holders: dict[Right, tuple[float, dict[int | None, frozenset[int]]]] = {}


@dataclass(frozen=True)
class KeyView:
    """An access key in use: who acts by it, and where it belongs."""

    id: int
    actor: Actor
    kind: DeviceKind
    name: str
    centre_id: int
    window_id: int | None
    area_id: int | None


@dataclass(frozen=True)
class StaffView:
    """One member of staff in a list."""

    id: int
    username: str
    name: str
    is_active: bool
    locked_until: datetime | None
    must_change_password: bool
    roles: tuple[Role, ...]
    #: Whether the house knows whose account it is, to keep them from matters of their own.
    identified: bool


@dataclass(frozen=True)
class Colleague:
    """A member of staff as colleagues name each other."""

    id: int
    username: str
    name: str


@dataclass(frozen=True)
class GrantView:
    """One role somebody holds, and where; None: in every centre, for every department."""

    role: Role
    centre_id: int | None
    department_id: int | None


@dataclass(frozen=True)
class DeviceView:
    """One enrolled device or system in a list."""

    id: int
    name: str
    kind: DeviceKind
    centre_id: int
    window_id: int | None
    area_id: int | None
    enrolled: bool
    seen_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class OwnKeyView:
    """A key somebody made for themselves."""

    id: int
    name: str
    centre_id: int
    created_at: datetime
    expires_at: datetime
    seen_at: datetime | None


def actor_of_staff(staff_id: int) -> Actor:
    """A member of staff with all grants; an inactive one has none."""
    staff = Staff.objects.get(pk=staff_id)
    rows = RoleGrant.objects.filter(staff_id=staff_id, staff__is_active=True)
    grants = tuple(
        Grant(RIGHTS_OF_ROLE[Role(role)], centre_id, department_id)
        for role, centre_id, department_id in rows.values_list("role", "centre_id", "department_id")
    )
    identity = bytes(staff.identity_index) if staff.identity_index is not None else b""
    return Actor("staff", staff_id, staff.username, grants, identity=identity)


def holders(right: Right, department_id: int) -> frozenset[int]:
    """Active staff who hold a right for a department. Remembered for five seconds."""
    known = _holders.get(right)
    if known is None or time.monotonic() - known[0] >= _HOLDERS_FRESH_SECONDS:
        known = (time.monotonic(), _by_department(right))
        _holders[right] = known
    found = known[1]
    return found.get(department_id, frozenset()) | found.get(None, frozenset())


def _by_department(right: Right) -> dict[int | None, frozenset[int]]:
    roles = [role.value for role, rights in RIGHTS_OF_ROLE.items() if right in rights]
    rows = RoleGrant.objects.filter(role__in=roles, staff__is_active=True)
    found: defaultdict[int | None, set[int]] = defaultdict(set)
    for department_id, staff_id in rows.values_list("department_id", "staff_id"):
        found[department_id].add(staff_id)
    return {department_id: frozenset(ids) for department_id, ids in found.items()}


def forget_holders() -> None:
    """Ask the database at the next use: after roles were given or taken, and between tests."""
    _holders.clear()


def key(secret: str) -> KeyView:
    """Who holds an access key. Remembered for five seconds, so revoking takes that long.

    Raises:
        KeyRefused: unknown, revoked, run out, never enrolled, or of somebody who left.
    """
    known = _keys.get(secret)
    if known is not None and time.monotonic() - known[0] < _KEY_FRESH_SECONDS:
        return known[1]
    row = (
        AccessKey.objects.filter(digest=digest(secret), revoked_at__isnull=True)
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=Now()))
        .filter(Q(staff__isnull=True) | Q(staff__is_active=True))
        .first()
    )
    if row is None:
        _keys.pop(secret, None)
        raise KeyRefused
    view = _key_view(row)
    if len(_keys) > 5000:
        _keys.clear()
    _keys[secret] = (time.monotonic(), view)
    return view


def forget_keys() -> None:
    """Ask the database at the next use: after revoking, and between tests."""
    _keys.clear()


def _key_view(row: AccessKey) -> KeyView:
    kind = DeviceKind(row.kind)
    return KeyView(
        row.pk, _actor(row, kind), kind, row.name, row.centre_id, row.window_id, row.area_id
    )


def _actor(row: AccessKey, kind: DeviceKind) -> Actor:
    if row.staff_id is not None:
        return within(actor_of_staff(row.staff_id), row.centre_id)
    return Actor(
        "system" if kind is DeviceKind.SYSTEM else "device",
        row.pk,
        row.name,
        (Grant(RIGHTS_OF_DEVICE[kind], row.centre_id),),
        row.window_id,
    )


def staff(staff_id: int) -> StaffView:
    """One member of staff.

    Raises:
        StaffNotFound: no such account.
    """
    row = Staff.objects.filter(pk=staff_id).first()
    if row is None:
        raise StaffNotFound(staff_id=staff_id)
    held = RoleGrant.objects.filter(staff_id=staff_id).order_by("role")
    roles = tuple(Role(name) for name in held.values_list("role", flat=True).distinct())
    return StaffView(
        row.pk,
        row.username,
        row.name,
        row.is_active,
        row.locked_until,
        row.must_change_password,
        roles,
        row.identity_index is not None,
    )


def grants(staff_id: int) -> list[GrantView]:
    """What somebody was given, by role; for every department first."""
    rows = RoleGrant.objects.filter(staff_id=staff_id).order_by(
        "role", F("department_id").asc(nulls_first=True)
    )
    return [
        GrantView(Role(role), centre_id, department_id)
        for role, centre_id, department_id in rows.values_list("role", "centre_id", "department_id")
    ]


def staff_by_number(username: str) -> StaffView | None:
    """The member of staff with a number, None without."""
    found = Staff.objects.filter(username=username).values_list("pk", flat=True).first()
    return staff(found) if found is not None else None


def staff_list() -> list[StaffView]:
    """All staff with their roles, by staff number."""
    roles: defaultdict[int, list[Role]] = defaultdict(list)
    held = RoleGrant.objects.order_by("role").values_list("staff_id", "role").distinct()
    for staff_id, role in held:
        roles[staff_id].append(Role(role))
    return [
        StaffView(
            row.pk,
            row.username,
            row.name,
            row.is_active,
            row.locked_until,
            row.must_change_password,
            tuple(roles[row.pk]),
            row.identity_index is not None,
        )
        for row in Staff.objects.order_by("username")
    ]


def colleagues(*rights: Right, department_id: int | None = None) -> list[Colleague]:
    """Active staff who hold one of the rights for a department (None: any), by staff number."""
    roles = [role.value for role, held in RIGHTS_OF_ROLE.items() if held & set(rights)]
    which = Q(role__in=roles)
    if department_id is not None:
        which &= Q(department_id=department_id) | Q(department_id__isnull=True)
    holders = RoleGrant.objects.filter(which).values("staff_id")
    return _colleagues(Staff.objects.filter(pk__in=holders, is_active=True))


def named(staff_ids: Iterable[int | None]) -> dict[int, Colleague]:
    """Staff by id, in one question; unknown ones are left out."""
    known = {staff_id for staff_id in staff_ids if staff_id}
    return {each.id: each for each in _colleagues(Staff.objects.filter(pk__in=known))}


def _colleagues(rows: QuerySet[Staff]) -> list[Colleague]:
    listed = rows.order_by("username").values_list("pk", "username", "name")
    return [Colleague(*row) for row in listed]


def devices(centre_id: int) -> list[DeviceView]:
    """A centre's devices and systems, by name."""
    return [
        DeviceView(
            row.pk,
            row.name,
            DeviceKind(row.kind),
            row.centre_id,
            row.window_id,
            row.area_id,
            row.digest is not None,
            row.seen_at,
            row.revoked_at,
        )
        for row in AccessKey.objects.filter(centre_id=centre_id)
    ]


def own_keys(staff_id: int, *, at: datetime) -> list[OwnKeyView]:
    """Somebody's own keys that still work, the newest first."""
    rows = AccessKey.objects.filter(
        staff_id=staff_id, revoked_at__isnull=True, expires_at__gt=at
    ).order_by("-created_at", "-pk")
    return [
        OwnKeyView(row.pk, row.name, row.centre_id, row.created_at, row.expires_at, row.seen_at)
        for row in rows
        if row.expires_at is not None
    ]
