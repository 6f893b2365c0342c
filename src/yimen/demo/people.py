"""The demonstration city's staff and devices. Secrets are fresh for each city."""

import json
import secrets
from base64 import b32encode
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db.models import Q

from yimen.demo.welcome import logins_file
from yimen.reference.people import actions
from yimen.reference.people.rules import HOUSE, DeviceKind, Role

_STAFF: Final = (
    ("mgr01", "演示值班长", Role.HALL_MANAGER),
    ("guide01", "演示导办", Role.GUIDE),
    *((f"clerk{n:02d}", f"演示综窗{n:02d}", Role.CLERK) for n in range(1, 13)),
    ("dept01", "演示事项管理员", Role.DEPARTMENT_ADMIN),
    ("sup01", "演示督查", Role.SUPERVISOR),
    ("rate01", "演示差评处理", Role.RATING_OFFICER),
    ("issue01", "演示出件", Role.RESULT_CLERK),
    ("sys01", "演示系统管理员", Role.SYSTEM_ADMIN),
    ("sec01", "演示安全管理员", Role.SECURITY_ADMIN),
    ("aud01", "演示审计管理员", Role.AUDIT_ADMIN),
)
#: Specialists behind the windows and a department's own administrator: of the police with all its
#: branches (警种), of one branch, then of every department.
_POLICE: Final = "东莞市公安局"
_BORDER: Final = "东莞市公安局出入境管理支队"
_SPECIALISTS: Final = (
    ("handle01", "演示公安承办", Role.HANDLER, _POLICE),
    ("review01", "演示公安审核", Role.REVIEWER, _POLICE),
    ("approve01", "演示公安审批", Role.APPROVER, _POLICE),
    ("dept02", "演示公安管理员", Role.DEPARTMENT_ADMIN, _POLICE),
    ("handle03", "演示出入境承办", Role.HANDLER, _BORDER),
    ("review03", "演示出入境审核", Role.REVIEWER, _BORDER),
    ("handle02", "演示综合承办", Role.HANDLER, ""),
    ("review02", "演示综合审核", Role.REVIEWER, ""),
    ("approve02", "演示综合审批", Role.APPROVER, ""),
)
_EVERYWHERE: Final = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


@dataclass(frozen=True)
class Login:
    """How somebody of the demonstration city logs in."""

    username: str
    name: str
    password: str
    #: Base32, as an authenticator app wants it.
    totp_secret: str


@dataclass(frozen=True)
class Logins:
    """Everything a visitor of the demonstration needs."""

    staff: list[Login]
    #: Keys by device name.
    keys: dict[str, str]
    #: Id of the window that `smoke` uses.
    window_id: int


def _file() -> Path:
    return logins_file(Path(settings.MEDIA_ROOT).parent)


def read_logins() -> Logins:
    """The demonstration's secrets."""
    raw = json.loads(_file().read_text("utf-8"))
    return Logins([Login(**row) for row in raw["staff"]], raw["keys"], raw["window_id"])


def load_people(centre_id: int, *, at: datetime) -> None:
    """Make accounts with a second factor, and a key for each kind of device."""
    password = secrets.token_urlsafe(9)
    staff = [_login(username, name, role, password, centre_id) for username, name, role in _STAFF]
    staff += [
        _specialist(username, name, role, department, password)
        for username, name, role, department in _SPECIALISTS
    ]
    window_model = apps.get_model("centres.Window")
    first = window_model.objects.get(centre_id=centre_id, number=1)
    second = window_model.objects.get(centre_id=centre_id, number=2)
    smoke_window = window_model.objects.get(centre_id=centre_id, number=7).pk
    devices = (
        ("取号机 1", DeviceKind.TICKET_MACHINE, None),
        ("综合屏 1", DeviceKind.BOARD, None),
        ("1 号窗口屏", DeviceKind.WINDOW_SCREEN, first.pk),
        ("2 号窗口屏", DeviceKind.WINDOW_SCREEN, second.pk),
        ("演示系统", DeviceKind.SYSTEM, None),
    )
    keys = {}
    for name, kind, window_id in devices:
        device_id, _ = actions.add_device(
            name, kind, centre_id=centre_id, by=HOUSE, at=at, window_id=window_id
        )
        keys[name] = actions.issue_key(device_id, by=HOUSE)
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    logins = asdict(Logins(staff, keys, smoke_window))
    path.write_text(json.dumps(logins, ensure_ascii=False, indent=1), "utf-8")


def _login(username: str, name: str, role: Role, password: str, centre_id: int) -> Login:
    staff_id = actions.add_staff(username, name=name, password=password, by=HOUSE)
    everywhere = role in _EVERYWHERE
    actions.grant_role(staff_id, role, by=HOUSE, centre_id=None if everywhere else centre_id)
    return _second_factor(staff_id, username, name, password)


def _specialist(username: str, name: str, role: Role, department: str, password: str) -> Login:
    """Somebody behind the windows, of a department with its branches; without one, of all."""
    staff_id = actions.add_staff(username, name=name, password=password, by=HOUSE)
    named = Q(name=department) | Q(part_of__name=department)
    departments = apps.get_model("catalogue.Department").objects.filter(named)
    within = departments.values_list("pk", flat=True) if department else [None]
    for department_id in within:
        actions.grant_role(staff_id, role, by=HOUSE, department_id=department_id)
    return _second_factor(staff_id, username, name, password)


def _second_factor(staff_id: int, username: str, name: str, password: str) -> Login:
    apps.get_model("people.Staff").objects.filter(pk=staff_id).update(must_change_password=False)
    seed = secrets.token_bytes(20)
    apps.get_model("otp_totp.TOTPDevice").objects.create(
        user_id=staff_id, name="演示动态码", key=seed.hex(), confirmed=True
    )
    return Login(username, name, password, b32encode(seed).decode())
