"""The steps of a draft, a page each: situation, materials, the one form, check and submit.

Each step saves and goes on to the next; what cannot be saved is said where it was entered.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.downloads import file_response
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.refusals import STATUS
from yimen.channels.doorway.schema_forms import answers_of, in_words, schema_form
from yimen.channels.doorway.who import CitizenRequest, citizen_page
from yimen.channels.portal.bundles import picture
from yimen.channels.portal.bundles.own import found
from yimen.journeys import bundle_reuse, own_bundles
from yimen.journeys import bundles as journey
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Level
from yimen.services.cases.actions import bundle_drafting, bundle_viewing
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.rules.drafting import PROMISE

Step = Callable[..., HttpResponseBase]


def of_draft(view: Step) -> Step:
    """Hand a step the citizen's own draft; once filed there is only its progress."""

    @never_cache
    @citizen_page(Level.CHECKED)
    @wraps(view)
    def guarded(request: CitizenRequest, public_id: str, **more: object) -> HttpResponseBase:
        draft = found(request, public_id)
        if draft.filed_at is not None:
            return redirect("me-bundle", public_id)
        return view(request, draft, **more)

    return guarded


@require_http_methods(["GET", "POST"])
@of_draft
def situation(request: CitizenRequest, draft: CaseBundleView) -> HttpResponse:
    """Questions that switch items and materials; further ones may arise from the answers."""
    if request.method == "POST":
        known = {question.key for question in bundles.definition_of(draft.version_id).questions}
        given = {key: request.POST[key] for key in known if request.POST.get(key)}
        try:
            bundle_drafting.answer(draft.id, given, by=request.actor, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
        left = bundles.plan(draft.id).open
        return redirect(f"me-bundle-{'situation' if left else 'materials'}", draft.public_id)
    plan = bundles.plan(draft.id)
    asked = [(question, draft.answers.get(question.key, "")) for question in plan.questions]
    context = picture.frame(draft, plan, "situation") | {"questions": asked}
    return render(request, "portal/bundles/situation.html", context)


@require_safe
@of_draft
def materials(request: CitizenRequest, draft: CaseBundleView) -> HttpResponse:
    """Each material once, whichever items ask for it."""
    plan = bundles.plan(draft.id)
    rows = picture.rows(draft, plan)
    left = sum(picture.is_missing(row["view"]) for row in rows)
    context = picture.frame(draft, plan, "materials") | {"rows": rows, "left": left}
    return render(request, "portal/bundles/materials.html", context)


@require_http_methods(["GET", "POST"])
@of_draft
def give(request: CitizenRequest, draft: CaseBundleView, key: str) -> HttpResponse:
    """One material came: as files, or promised; or it is taken back.

    Who was sent to log in meanwhile comes back without what they sent, and sees the materials.
    """
    if request.method == "GET":
        return redirect("me-bundle-materials", draft.public_id)
    by, at = request.actor, timezone.now()
    way, files = request.POST.get("way", ""), request.FILES.getlist("files")
    if way == "upload" and not files:
        messages.error(request, _("请先选择要上传的文件。"))
        return redirect("me-bundle-materials", draft.public_id)

    def act() -> object:
        if way == PROMISE:
            return bundle_drafting.give(draft.id, {key: Given(PROMISE)}, by=by, at=at)
        if way != "upload":
            return bundle_drafting.take_back(draft.id, key, by=by, at=at)
        return journey.give_files(draft.id, key, "upload", files, by=by, at=at)

    return _back_to_materials(request, draft, key, act)


@require_http_methods(["GET", "POST"])
@of_draft
def use(request: CitizenRequest, draft: CaseBundleView, key: str) -> HttpResponse:
    """What the citizen holds already stands in for a material, once they agreed to it."""
    if request.method == "GET":
        return redirect("me-bundle-materials", draft.public_id)
    kind, _colon, number = request.POST.get("thing", "").partition(":")
    thing = typed.number(number) or 0
    agreed = request.POST.get("agreed") == "on"

    def act() -> object:
        by, at = request.actor, timezone.now()
        return bundle_reuse.use(draft.id, key, kind, thing, agreed=agreed, by=by, at=at)

    return _back_to_materials(request, draft, key, act)


def _back_to_materials(
    request: CitizenRequest, draft: CaseBundleView, key: str, act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("me-bundle-materials", draft.public_id)
    address = reverse("me-bundle-materials", args=[draft.public_id])
    return redirect(f"{address}#material-{key}")


@require_http_methods(["GET", "POST"])
@of_draft
def form(request: CitizenRequest, draft: CaseBundleView) -> HttpResponse:
    """The one form: what several items ask is asked once, what is known stands there."""
    plan = bundles.plan(draft.id)
    context = picture.frame(draft, plan, "form")
    if request.method == "GET":
        drawn = picture.form_of(draft, plan)["fields"]
        return render(request, "portal/bundles/form.html", context | {"form": drawn})
    schema: Any = plan.form
    hints: Any = plan.hints
    sent = schema_form(schema, hints, request.POST)
    try:
        bundle_drafting.fill(
            draft.id, answers_of(sent, schema), by=request.actor, at=timezone.now()
        )
    except DomainError as refusal:
        context |= {"form": sent, "refusal": sentence(refusal)}
        status = STATUS[refusal.kind]
        return render(request, "portal/bundles/form.html", context, status=status)
    return redirect("me-bundle-check", draft.public_id)


@never_cache
@require_http_methods(["GET", "POST"])
@citizen_page(Level.CHECKED)
def check(request: CitizenRequest, public_id: str) -> HttpResponse:
    """Everything once more, one signature, one submission. Sent twice, it is filed once."""
    draft = found(request, public_id)
    if request.method == "POST":
        return _submit(request, draft)
    if draft.filed_at is not None:
        return redirect("me-bundle", public_id)
    plan = bundles.plan(draft.id)
    rows = picture.rows(draft, plan)
    plain = bundle_viewing.for_house(draft.id)
    names = picture.part_names(draft, plan)
    context = picture.frame(draft, plan, "check") | {
        "said": in_words(plain, plan.form),
        "rows": [row for row in rows if row["view"].way or not row["optional"]],
        "promises": [row["promise"] for row in rows if row["view"].way == PROMISE],
        "parts": [names[each.part.key] for each in plan.parts],
        "days": bundles.definition_of(draft.version_id).days,
        "undone": "" if picture.next_step(draft) == "check" else picture.next_step(draft),
    }
    return render(request, "portal/bundles/check.html", context)


def _submit(request: CitizenRequest, draft: CaseBundleView) -> HttpResponse:
    drawn = request.POST.get("signature", "")
    try:
        own_bundles.submit(draft.id, drawn, citizen_id=request.citizen.id, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("me-bundle-check", draft.public_id)
    messages.success(request, _("已提交全部事项。有进展会发消息告诉您。"))
    return redirect("me-bundle", draft.public_id)


@require_safe
@of_draft
def file(request: CitizenRequest, draft: CaseBundleView, file_id: str) -> HttpResponseBase:
    """A file that was uploaded, to look at."""
    known = {each for row in bundles.materials_of(draft.id) for each in row.file_ids}
    if file_id not in known:
        raise CaseNotFound
    return file_response(file_id)


@require_http_methods(["GET", "POST"])
@of_draft
def drop(request: CitizenRequest, draft: CaseBundleView) -> HttpResponse:
    """Not after all: the draft goes with what it holds, once asked whether one is sure."""
    if request.method == "GET":
        context = {"bundle": draft, "back_url": reverse("me-bundle", args=[draft.public_id])}
        return render(request, "portal/bundles/drop.html", context)
    try:
        bundle_drafting.give_up(draft.id, by=request.actor)
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("me-bundle", draft.public_id)
    messages.success(request, _("草稿已删除。"))
    return redirect("me-cases")
