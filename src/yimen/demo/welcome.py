"""What a start of the demonstration city prints: doors and log-ins. Plain data."""

#: Name and path of each door.
DOORS = (
    ("市民手机", "/"),
    ("取号机", "/kiosk/"),
    ("窗口", "/desk/"),
    ("大屏", "/boards/"),
    ("管理", "/office/"),
    ("设计规范", "/design"),
)

#: Role, user name and password of each demonstration log-in.
LOGINS: tuple[tuple[str, str, str], ...] = ()
