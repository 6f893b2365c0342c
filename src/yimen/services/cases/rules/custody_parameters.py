"""Numbers of custody that a notice can change."""

from yimen.reference.policy.rules import Parameter, define

ROOM_HOURS = "cases.paper_room_hours"

define(
    Parameter(
        ROOM_HOURS,
        48,
        "小时",
        "材料在材料室或部门停留多久报警",
        "产品建议值，可按本市规定调整",
        1,
        720,
    ),
)
