"""What a start of the demonstration city prints: doors and log-ins. Needs no Django."""

import json
from pathlib import Path
from typing import Final, NamedTuple

#: Name and path of each door.
DOORS: Final = (
    ("市民手机", "/"),
    ("取号机", "/kiosk/"),
    ("窗口工作台", "/desk/"),
    ("综合屏", "/boards/"),
    ("窗口屏", "/boards/window/"),
    ("管理", "/office/"),
    ("设计规范", "/design"),
    ("接口说明", "/api/v1/openapi.json"),
)

#: Who is named at the start; everybody else is in the file.
_SHOWN: Final = ("mgr01", "clerk01", "guide01", "sys01", "sec01")


class Login(NamedTuple):
    """One demonstration log-in as printed."""

    name: str
    username: str
    password: str
    totp_secret: str


def logins_file(home: Path) -> Path:
    """Where the demonstration's secrets lie, readable by its owner only."""
    return home / "demo-logins.json"


def logins(home: Path) -> list[Login]:
    """The log-ins to print; none before the city is loaded."""
    path = logins_file(home)
    if not path.is_file():
        return []
    rows = json.loads(path.read_text("utf-8"))["staff"]
    return [
        Login(row["name"], row["username"], row["password"], row["totp_secret"])
        for row in rows
        if row["username"] in _SHOWN
    ]
