"""What the intake page shows: each part with how it stands, drawn from queries."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from yimen.channels.desk.intake.forms import ApplicantForm
from yimen.channels.desk.intake.occasions import drawn_form
from yimen.channels.desk.intake.words import (
    CASE_TONES,
    HAND_OVERS,
    NEEDS,
    STATE_TONES,
    UNSIGNED_HINTS,
    WAY_ICONS,
)
from yimen.channels.desk.seat import Seat
from yimen.channels.doorway.addresses import REGIONS
from yimen.channels.doorway.guides import file_limit
from yimen.channels.doorway.held import stand_ins
from yimen.channels.doorway.readers import has_reader, simulated
from yimen.channels.doorway.wording.cases import STATES
from yimen.channels.doorway.wording.filing import MATERIAL_STATES, UNSIGNED, WAYS
from yimen.devices.demo_cards import demo_cards
from yimen.journeys import reuse
from yimen.reference.catalogue.rules import guide as rules
from yimen.services.cases.actions.viewing import Plain
from yimen.services.cases.queries.handing import hand_overs_of
from yimen.services.cases.queries.materials import MaterialView, how_complete, materials
from yimen.services.cases.queries.promises import promise_texts
from yimen.services.cases.queries.search import answers_of
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import MaterialState, State


def drawn_cases(found: Sequence[CaseView]) -> list[dict[str, object]]:
    """Cases in a list, each with its state in words."""
    return [
        {
            "case": case,
            "word": STATES[case.state.value],
            "tone": CASE_TONES.get(case.state.value, "plain"),
        }
        for case in found
    ]


def draw(seat: Seat, case: CaseView, plain: Plain | None = None) -> dict[str, Any]:
    """Everything of one case that the window's pages show; who applies in full with `plain`."""
    known = definition(case.version_id)
    answers = answers_of(case.id)
    asked = materials(case.id)
    offered = reuse.offers(case, asked, at=timezone.now()) if plain else {}
    promises = promise_texts(case.version_id)
    content = known.content
    limits = {each.key: file_limit(each.max_mb, each.max_pages) for each in content.materials}
    sources, kept = reuse.origins(case.id, asked), reuse.kept_pages(case)
    rows = [
        _row(each)
        | stand_ins(
            offered.get(each.key, []), sources.get(each.key), reuse.purpose(case, each.name)
        )
        | {
            "may_keep": _may_keep(each, kept),
            "promise": promises.get(each.key, ""),
            "file_limit": limits.get(each.key, ""),
        }
        for each in asked
    ]
    complete = how_complete(case.id)
    questions = rules.asked(known.content, answers)
    form = drawn_form(plain, content.form.schema, content.form.ui, filled=case.has_form)
    parts = [
        ("situation", "情形", all(q.key in answers for q in questions)),
        ("applicant", "申请人", bool(case.applicant)),
        ("materials", "材料", not (complete.missing or complete.wrong)),
        ("form", "申请表", form["filled"] or not form["fields"]),
        ("sign", "核对签名", case.signed_at is not None or bool(case.unsigned)),
    ]
    first = next((name for name, _word, done in parts if not done), "take")
    return {
        "seat": seat,
        "number": seat.window.number,
        "case": case,
        "word": STATES[case.state.value],
        "tone": CASE_TONES.get(case.state.value, "plain"),
        "questions": [(q, answers.get(q.key, "")) for q in questions],
        "materials": rows,
        "complete": complete,
        "form": form,
        "applicant_form": ApplicantForm(),
        "has_reader": has_reader(),
        "demo_cards": cards_to_lay(seat),
        "hand_overs": [each for each in HAND_OVERS if each[0] in hand_overs_of(case)],
        "regions": REGIONS,
        "acts": {
            act: reverse(f"desk-case-{act}", args=[seat.window.number, case.public_id])
            for act in ("answer", "applicant", "form", "look", "present", "unsigned")
        },
        "steps": [
            {"title": word, "state": "done" if done else "now" if name == first else "todo"}
            for name, word, done in parts
        ],
        "next": first,
        **unsigned_in_words(case.unsigned),
        "instant": known.instant,
        "is_draft": case.state in {State.DRAFT, State.SUBMITTED},
        "corrects": case.state is State.CORRECTION,
    }


def unsigned_in_words(how: str) -> dict[str, object]:
    """What the part about the signature shows of those who cannot sign."""
    stand_ins = [(key, UNSIGNED[key], hint) for key, hint in UNSIGNED_HINTS.items()]
    return {"unsigned": UNSIGNED.get(how, ""), "stand_ins": stand_ins}


def _may_keep(each: MaterialView, kept: frozenset[str]) -> bool:
    """Whether its pages could be kept as a checked copy: here, looked at, and not kept yet."""
    given = each.state is MaterialState.GIVEN and bool(each.file_ids)
    return given and each.way in {"scan", "upload"} and not kept >= set(each.file_ids)


def _row(each: MaterialView) -> dict[str, object]:
    return {
        "view": each,
        "need": NEEDS[each.need],
        "word": MATERIAL_STATES[each.state.value],
        "tone": STATE_TONES[each.state.value],
        "way": WAYS.get(each.way, ""),
        "ways": [(way, WAYS[way], WAY_ICONS[way]) for way in each.ways if way != "held"],
        "takes_files": bool({"upload", "scan"} & set(each.ways)),
        "file_way": "scan" if "scan" in each.ways else "upload",
        "wanting": each.state in {MaterialState.MISSING, MaterialState.WRONG},
        "on_paper": each.way in {"bring", "sign"},
    }


def cards_to_lay(seat: Seat) -> list[tuple[int, str]]:
    """Cards to lay on the simulated reader, in the demonstration only."""
    if not settings.DEMO or simulated(f"window-{seat.window.number}") is None:
        return []
    today = timezone.localdate()
    return [(place, card.name) for place, card in enumerate(demo_cards(today))]
