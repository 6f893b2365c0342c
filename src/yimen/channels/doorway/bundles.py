"""A filed bundle (一件事) in words: its parts, where each is and what it waits for."""

from typing import Any

from django.utils.translation import gettext as _

from yimen.channels.doorway.names import named
from yimen.channels.doorway.wording.bundles import (
    BUNDLE_STATES,
    BUNDLE_TONES,
    PART_SHAPES,
    PART_STATES,
    PART_TONES,
)
from yimen.channels.doorway.wording.cases import STATES
from yimen.reference.catalogue import queries as catalogue
from yimen.services.cases.queries.bundles import CaseBundleView, PartView
from yimen.services.cases.rules.bundles import PartState


def in_words(view: CaseBundleView) -> dict[str, Any]:
    """What every page of a bundle shows of it."""
    departments = {each.id: named(each) for each in catalogue.departments()}
    return {
        "bundle": view,
        "bundle_word": BUNDLE_STATES[view.state.value],
        "bundle_tone": BUNDLE_TONES[view.state.value],
        "later": view.due if view.due != view.promised_due else None,
        "parts": [_part(part, departments.get(part.department_id, "")) for part in view.parts],
    }


def _part(part: PartView, department: str) -> dict[str, Any]:
    waits = part.state is PartState.WAITING
    return {
        "view": part,
        "department": department,
        "word": _word(part),
        "tone": PART_TONES[part.state.value],
        "title": part.item_name,
        "state": PART_SHAPES[part.state.value],
        "waits_for": "、".join(part.waits_for) if waits else "",
        "note": _note(part, department),
    }


def _word(part: PartView) -> str:
    """The case's own state says more than the part's, once there is a case."""
    if part.case_state is None or part.state in {PartState.WAITING, PartState.DROPPED}:
        return str(PART_STATES[part.state.value])
    return str(STATES[part.case_state.value])


def _note(part: PartView, department: str) -> str:
    said = [department]
    if part.state is PartState.WAITING:
        said = [
            department,
            _("等“%(result)s”出来后自动提交") % {"result": "、".join(part.waits_for)},
        ]
    elif part.state is PartState.DROPPED:
        said = [
            department,
            _("等不到“%(result)s”，没有提交") % {"result": "、".join(part.waits_for)},
        ]
    return " · ".join(said)
