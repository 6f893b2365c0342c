"""Papers as rows of a table: states, places and holders in words, asked once for a whole list."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from yimen.channels.doorway.places import PlaceNames
from yimen.channels.doorway.wording.custody import PAPER_STATES
from yimen.reference.people import queries as people
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.rules.custody import PaperState

KINDS: Final = {"original": "原件", "copy": "复印件", "result": "结果"}
_TONES: Final = {
    PaperState.HERE: "good",
    PaperState.ON_THE_WAY: "wait",
    PaperState.MISSING: "bad",
    PaperState.GONE: "plain",
}


def rows(views: Iterable[PaperView], late: Collection[int] = ()) -> list[dict[str, Any]]:
    """Papers in words; `late` are the ids of those that have lain too long."""
    listed = list(views)
    known = people.named(view.holder for view in listed)
    holders = {each.id: each.name for each in known.values()}
    places = PlaceNames()
    return [
        {
            "view": view,
            "kind": KINDS[view.kind.value],
            "state": PAPER_STATES[view.state.value],
            "tone": _TONES[view.state],
            "place": places.name(view.place, view.centre_id),
            "target": places.name(view.target, view.centre_id) if view.target else "",
            "holder": _holder(view.holder, holders),
            "late": view.id in late,
        }
        for view in listed
    ]


def _holder(staff_id: int | None, known: dict[int, str]) -> str:
    if staff_id is None:
        return ""
    return known.get(staff_id, "系统" if staff_id == 0 else f"工号已删除（{staff_id}）")
