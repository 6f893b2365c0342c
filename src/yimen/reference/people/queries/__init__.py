"""What others may ask about people."""

from yimen.reference.people.queries.accounts import (
    Colleague,
    DeviceView,
    KeyView,
    StaffView,
    actor_of_staff,
    colleagues,
    devices,
    forget_holders,
    forget_keys,
    holders,
    key,
    named,
    staff,
    staff_by_number,
    staff_list,
)
from yimen.reference.people.queries.citizens import (
    CitizenView,
    actor_of_citizen,
    citizen,
    citizen_by_number,
    citizen_index,
)

__all__ = [
    "CitizenView",
    "Colleague",
    "DeviceView",
    "KeyView",
    "StaffView",
    "actor_of_citizen",
    "actor_of_staff",
    "citizen",
    "citizen_by_number",
    "citizen_index",
    "colleagues",
    "devices",
    "forget_holders",
    "forget_keys",
    "holders",
    "key",
    "named",
    "staff",
    "staff_by_number",
    "staff_list",
]
