"""What the steps of a draft show: how far it is, each material once with the ways it may come."""

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimen.channels.doorway.guides import file_limit
from yimen.channels.doorway.held import stand_ins
from yimen.channels.doorway.schema_forms import form_filled
from yimen.channels.doorway.wording.filing import MATERIAL_STATES, WAYS
from yimen.journeys import bundle_reuse
from yimen.journeys.own_bundles import is_to_sign
from yimen.reference.catalogue.rules.bundle_plan import Plan
from yimen.reference.catalogue.rules.content import Need, Way
from yimen.services.cases.actions import bundle_viewing
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView, MergedView
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.rules.drafting import PROMISE

STEPS: Final = (
    ("situation", gettext_lazy("情况")),
    ("materials", gettext_lazy("材料")),
    ("form", gettext_lazy("申请表")),
    ("check", gettext_lazy("核对提交")),
)
_TONES: Final = {"missing": "wait", "given": "good", "held": "good", "promised": "good"}


def next_step(view: CaseBundleView) -> str:
    """Where a draft goes on: the first step that is not done."""
    plan, came = bundles.plan(view.id), bundles.materials_of(view.id)
    done = {
        "situation": not plan.open,
        "materials": not any(is_missing(each) for each in came),
        "form": bool(bundle_viewing.for_house(view.id).form) or not plan.form["properties"],
    }
    return next((step for step, _word in STEPS if not done.get(step)), "check")


def is_missing(each: MergedView) -> bool:
    """It has to come before the bundle is signed."""
    return not each.way and each.merged.need is not Need.OPTIONAL and not is_to_sign(each)


def frame(view: CaseBundleView, plan: Plan, here: str) -> dict[str, Any]:
    """What every step shows: where one is, and what keeps it from being filed here."""
    names = [step for step, _word in STEPS]
    place = names.index(here)
    before = names[place - 1] if place else ""
    back = reverse(f"me-bundle-{before}", args=[view.public_id]) if before else reverse("me-cases")
    return {
        "bundle": view,
        "here": here,
        "steps": [
            {"title": word, "state": "now" if at == place else "done" if at < place else "todo"}
            for at, (_step, word) in enumerate(STEPS)
        ],
        "at_window": _("、").join(plan.at_window),
        "back_url": back,
    }


def rows(view: CaseBundleView, plan: Plan) -> list[dict[str, Any]]:
    """Each material once: how it came, or may come from here."""
    came, at = bundles.materials_of(view.id), timezone.now()
    offered = bundle_reuse.offers(view, came, at=at)
    sources = bundle_reuse.origins(view.id, came)
    names = part_names(view, plan)
    return [
        _row(each, names)
        | stand_ins(
            offered.get(each.merged.key, []),
            sources.get(each.merged.key),
            bundle_reuse.purpose(view, each.merged),
        )
        for each in came
    ]


def part_names(view: CaseBundleView, plan: Plan) -> dict[str, str]:
    """Names of the items of a draft, by part."""
    pinned = bundles.versions_of(view.id)
    return {each.part.key: definition(pinned[each.part.item]).version.name for each in plan.parts}


def _row(each: MergedView, names: dict[str, str]) -> dict[str, Any]:
    merged = each.merged
    state = {"": "missing", "held": "held", PROMISE: "promised"}.get(each.way, "given")
    signs = is_to_sign(each)
    return {
        "view": each,
        "used_by": _("、").join(names[key] for key in merged.members),
        "optional": merged.need is Need.OPTIONAL,
        "word": _("提交时签名") if signs else MATERIAL_STATES[state],
        "tone": "blue" if signs else "" if merged.need is Need.OPTIONAL else _TONES[state],
        "way": WAYS.get(each.way, ""),
        "takes_files": Way.UPLOAD in merged.ways and each.way in {"", "upload"},
        "file_limit": file_limit(merged.max_mb, merged.max_pages),
        "promise": merged.promise if each.way in {"", PROMISE} else "",
        "comes": merged.comes_from_afar,
    }


def form_of(view: CaseBundleView, plan: Plan) -> dict[str, Any]:
    """The one form, with what was filled in or is known."""
    return form_filled(bundle_viewing.for_house(view.id), plan.form, plan.hints)
