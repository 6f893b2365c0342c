"""What the intake of a bundle (一件事) shows: its parts, each material once, the one form."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from yimen.channels.desk.intake.forms import ApplicantForm
from yimen.channels.desk.intake.occasions import drawn_form
from yimen.channels.desk.intake.picture import cards_to_lay, unsigned_in_words
from yimen.channels.desk.intake.words import NEEDS, STATE_TONES, WAY_ICONS
from yimen.channels.desk.seat import Seat
from yimen.channels.doorway.bundles import in_words
from yimen.channels.doorway.guides import file_limit
from yimen.channels.doorway.held import stand_ins
from yimen.channels.doorway.readers import has_reader
from yimen.channels.doorway.wording.bundles import BUNDLE_STATES, BUNDLE_TONES
from yimen.channels.doorway.wording.filing import MATERIAL_STATES, WAYS
from yimen.journeys import bundle_reuse
from yimen.reference.catalogue.rules.bundle_plan import Chosen, Plan
from yimen.services.cases.actions.viewing import Plain
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView, MergedView
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.rules.drafting import PROMISE

_ACTS = ("answer", "applicant", "shown", "form", "look", "present", "unsigned", "file")


def drawn_bundles(found: Sequence[CaseBundleView]) -> list[dict[str, object]]:
    """Bundles in a list, each with its state in words."""
    return [
        {
            "bundle": view,
            "word": BUNDLE_STATES[view.state.value],
            "tone": BUNDLE_TONES[view.state.value],
        }
        for view in found
    ]


def draw(seat: Seat, view: CaseBundleView, plain: Plain | None) -> dict[str, Any]:
    """Everything of a draft that the window's page shows; who applies in full with `plain`."""
    plan, came = bundles.plan(view.id), bundles.materials_of(view.id)
    names = _names(view, plan)
    rows = _rows(view, came, names, offers=plain is not None)
    form = drawn_form(plain, plan.form, plan.hints, filled=view.has_form)
    left = [row for row in rows if row["missing"]]
    steps = [
        ("situation", "情形", not plan.open),
        ("applicant", "申请人", bool(view.applicant)),
        ("materials", "材料", not left),
        ("form", "申请表", form["filled"] or not form["fields"]),
        ("sign", "核对签名", view.signed_at is not None or bool(view.unsigned)),
    ]
    first = next((name for name, _word, done in steps if not done), "take")
    return {
        "seat": seat,
        "number": seat.window.number,
        "case": view,
        "chosen": [_chosen(each, names) for each in plan.parts],
        "questions": [(q, view.answers.get(q.key, "")) for q in plan.questions],
        "materials": rows,
        "left": [row["view"].merged.name for row in left],
        "form": form,
        **unsigned_in_words(view.unsigned),
        "applicant_form": ApplicantForm(),
        "has_reader": has_reader(),
        "demo_cards": cards_to_lay(seat),
        "acts": {
            act: reverse(f"desk-bundle-{act}", args=[seat.window.number, view.public_id])
            for act in _ACTS
        },
        "steps": [
            {"title": word, "state": "done" if done else "now" if name == first else "todo"}
            for name, word, done in steps
        ],
    }


def _names(view: CaseBundleView, plan: Plan) -> dict[str, str]:
    """Names of the parts' items by part."""
    pinned = bundles.versions_of(view.id)
    return {each.part.key: definition(pinned[each.part.item]).version.name for each in plan.parts}


def _chosen(each: Chosen, names: dict[str, str]) -> dict[str, str]:
    waits = "、".join(dict.fromkeys(take.result for take in each.takes))
    return {
        "title": names[each.part.key],
        "note": f"等“{waits}”出来后自动提交" if waits else "提交后马上办理",
        "state": "todo",
        "end": "" if each.certain else "看情形",
    }


def _rows(
    view: CaseBundleView, came: Sequence[MergedView], names: dict[str, str], *, offers: bool
) -> list[dict[str, Any]]:
    """Each material, with what of the applicant's could stand in for it, and what does."""
    offered = bundle_reuse.offers(view, came, at=timezone.now()) if offers else {}
    sources, kept = bundle_reuse.origins(view.id, came), bundle_reuse.kept_pages(view)
    return [
        _row(each, names)
        | stand_ins(
            offered.get(each.merged.key, []),
            sources.get(each.merged.key),
            bundle_reuse.purpose(view, each.merged),
        )
        | {
            "may_keep": each.way in {"scan", "upload"}
            and bool(each.file_ids)
            and not kept >= set(each.file_ids),
        }
        for each in came
    ]


def _row(each: MergedView, names: dict[str, str]) -> dict[str, Any]:
    merged = each.merged
    ways = [way.value for way in merged.ways]
    state = {"": "missing", "held": "held", PROMISE: "promised"}.get(each.way, "given")
    return {
        "view": each,
        "need": NEEDS[merged.need.value],
        "missing": not each.way and merged.need.value != "optional",
        "word": MATERIAL_STATES[state],
        "tone": STATE_TONES[state],
        "way": WAYS.get(each.way, ""),
        "ways": [(way, WAYS[way], WAY_ICONS[way]) for way in ways if way in {"bring", "sign"}],
        "takes_files": bool({"upload", "scan"} & set(ways)),
        "file_way": "scan" if "scan" in ways else "upload",
        "file_limit": file_limit(merged.max_mb, merged.max_pages),
        "promise": merged.promise,
        "on_paper": each.way in {"bring", "sign"},
        "used_by": [names[key] for key in merged.members],
    }


def draw_receipt(seat: Seat, view: CaseBundleView) -> dict[str, Any]:
    """What the receipt of a filed bundle shows."""
    plan, came = bundles.plan(view.id), bundles.materials_of(view.id)
    names = _names(view, plan)
    return in_words(view) | {
        "seat": seat,
        "number": seat.window.number,
        "materials": _rows(view, [each for each in came if each.way], names, offers=False),
    }
