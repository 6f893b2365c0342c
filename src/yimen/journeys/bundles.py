"""Bundles (一件事) across services: papers registered, results handed on, the whole told of once.

A result is a certificate, which cases know nothing of: what follows from one, in the other parts of
a bundle, is a reaction to the log. `look` catches up with whatever the log lost.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from yimen.journeys import results, take_in, telling, whereabouts
from yimen.journeys.take_in import Upload
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import (
    bundle_drafting,
    bundle_filing,
    bundle_handing,
    bundle_viewing,
    custody,
)
from yimen.services.cases.actions.custody import Sheet
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.queries import bundles, cases
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.bundles import CaseBundleView, MergedView
from yimen.services.cases.rules.bundles import BundleState, PartState
from yimen.services.cases.rules.custody import PaperKind, Place
from yimen.services.cases.rules.handing import Shown
from yimen.services.cases.rules.states import Applicant
from yimen.services.certificates import queries as issued
from yimen.services.notify import actions as notify
from yimen.services.notify.actions import Recipient
from yimen.services.notify.rules.templates import Key
from yimen.services.notify.rules.values import Value
from yimen.support.files.states import State as FileState
from yimen.support.following import LoggedEvent
from yimen.support.secrets import blind_index

#: After these a part has given its result, or never will; and after the last the whole is over.
PART_EVENTS: Final = (
    "case.certify",
    "case.refuse",
    "case.close",
    "case.withdraw",
    "case.terminate",
    "case.void",
    "case.find_not_required",
    "case.find_not_competent",
    "case.hand_over",
)
BUNDLE_EVENTS: Final = ("bundle.file", "bundle.drop", "bundle.ready")


def file(
    bundle_id: int, kept_keys: Iterable[str], place: Place, *, by: Actor, at: datetime
) -> CaseBundleView:
    """File a bundle, and register the papers that stay, each once, in one transaction.

    Args:
        bundle_id: which.
        kept_keys: merged materials whose originals are kept; the others are given back.
        place: where the papers lie from now on.
        by: the clerk, who answers for them.
        at: now.

    Raises:
        CasesError: whatever filing refuses.
    """
    checking = unchecked_files(bundle_id, by=by, at=at)
    came = bundles.materials_of(bundle_id)
    with transaction.atomic():
        view = bundle_filing.file(bundle_id, by=by, at=at, checking=checking)
        _keep(view, came, set(kept_keys), place, by=by, at=at)
    return view


def give_files(
    bundle_id: int, key: str, way: str, uploads: Sequence[Upload], *, by: Actor, at: datetime
) -> CaseBundleView:
    """Keep files for a merged material: all of them, or none is used.

    Raises:
        FilesError: one was refused; it stays on record, the material as it was.
        CasesError: the material cannot come so.
    """
    merged = next((e.merged for e in bundles.materials_of(bundle_id) if e.merged.key == key), None)
    found = take_in.keep_files(
        f"bundle:{bundle_id}",
        uploads,
        by=by,
        at=at,
        max_mb=merged.max_mb if merged else 0,
        max_pages=merged.max_pages if merged else 0,
    )
    with take_in.dropped_if_refused(found, by=by, at=at), transaction.atomic():
        bundle_drafting.editable(bundle_id, by=by, seen=None)  # locks, as at a case
        came = bundles.materials_of(bundle_id)
        before = next((each.file_ids for each in came if each.merged.key == key), ())
        given = Given(way, tuple(take_in.with_pages(before, found, at=at)))
        return bundle_drafting.give(bundle_id, {key: given}, by=by, at=at)


def unchecked_files(bundle_id: int, *, by: Actor, at: datetime) -> set[str]:
    """Files of a draft that are still being checked.

    A material whose file was found to be bad is missing, and stays so if filing is refused.
    """
    checking: set[str] = set()
    for each in bundles.materials_of(bundle_id):
        states = {file_id: take_in.file_state(file_id) for file_id in each.file_ids}
        if not set(states.values()) <= {FileState.RECEIVED, FileState.CLEAN}:
            bundle_drafting.take_back(bundle_id, each.merged.key, by=by, at=at)
        else:
            checking |= {id for id, state in states.items() if state is FileState.RECEIVED}
    return checking


def _keep(
    view: CaseBundleView,
    came: Iterable[MergedView],
    kept: set[str],
    place: Place,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """A paper belongs to the first case that needs it; to the first at all if none does yet."""
    begun = [part for part in view.parts if part.case_id is not None]
    sheets: dict[int, list[Sheet]] = {}
    for each in came:
        if each.merged.key not in kept or each.way not in {"bring", "sign"}:
            continue
        part = next((part for part in begun if part.key in each.merged.members), begun[0])
        key = each.merged.members.get(part.key, "")
        sheet = Sheet(PaperKind.ORIGINAL, each.merged.name, key)
        sheets.setdefault(part.case_id or 0, []).append(sheet)
    for case_id, wanted in sorted(sheets.items()):
        known = {paper.name for paper in papers.papers_of(case_id)}
        fresh = [sheet for sheet in wanted if sheet.name not in known]
        if fresh:
            custody.register(case_id, fresh, place, by=by, at=at)


def sign(
    bundle_id: int, drawn: str, *, by: Actor, at: datetime, seen: datetime | None = None
) -> CaseBundleView:
    """Keep a signature drawn on the second screen, for every part.

    `seen`: the `saved_at` of what the applicant looked at.

    Raises:
        BadSignature, FilesError: not what a pad sends.
        CasesError: as it says.
    """
    kept = take_in.keep_picture(f"bundle:{bundle_id}", drawn, by=by, at=at)
    return bundle_drafting.sign(bundle_id, kept, by=by, at=at, seen=seen)


def print_results(bundle_id: int, *, by: Actor, at: datetime) -> int:
    """Results of all parts that can be handed out become papers; how many. Again: the same.

    Raises:
        CasesError: `by` does not act for the issue window.
    """
    with transaction.atomic():
        ready = [
            part.case_id
            for part in bundles.bundle(bundle_id).parts
            if part.state is PartState.READY and part.case_id is not None
        ]
        return sum(len(results.print_results(case_id, by=by, at=at)) for case_id in sorted(ready))


def hand_out(
    public_id: str, shown: Shown, drawn: str, *, by: Actor, at: datetime
) -> CaseBundleView:
    """Give all results to whoever stands at the issue window, signed for once.

    Raises:
        CasesError: whatever handing out refuses; the signature is kept all the same.
        LiesInLocker, OnItsWay: a result is not at the window, it must come back first.
        BadSignature, FilesError: there is no signature.
    """
    view = bundles.bundle_by_public_id(public_id)
    kept = take_in.keep_picture(f"bundle:{view.id}", drawn, by=by, at=at)
    with transaction.atomic():
        handed = bundle_handing.hand_out(view.id, shown, signature_file=kept, by=by, at=at)
        for part in handed.parts:  # all of them are held by now
            if part.case_id is not None:
                whereabouts.check_here(part.case_id)
        return handed


def go_on(bundle_id: int, *, at: datetime) -> CaseBundleView:
    """File the parts whose results are there by now. Again: nothing more.

    Raises:
        CaseNotFound: no such bundle.
    """
    view = bundles.bundle(bundle_id)
    made = {
        part.key: {
            each.name: each.id
            for each in reversed(issued.results_of(results.reference(part.case_id)))
        }
        for part in view.parts
        if part.case_id is not None
    }
    return bundle_filing.go_on(bundle_id, made, at=at)


def look(*, at: datetime) -> int:
    """See after every bundle that runs, whatever events were missed; how many went on."""
    moved = 0
    for bundle_id in bundles.running():
        before = bundles.bundle(bundle_id)
        after = go_on(bundle_id, at=at)
        moved += [part.state for part in before.parts] != [part.state for part in after.parts]
    return moved


def on_part(event: LoggedEvent) -> None:
    """A case gave a result, or never will: what that means for the other parts of its bundle."""
    case = cases.case_by_public_id(_id_of(event, "case:"))
    if case.bundle_id is None:
        return
    view = go_on(case.bundle_id, at=event.at)
    if event.name == "case.hand_over" and view.state is BundleState.DONE:
        with telling.if_it_may_be_said():
            _say(view, Key.CASE_RATING, "rating", {"case_no": view.number}, at=event.at)


def on_bundle(event: LoggedEvent) -> None:
    """Tell the applicant of the whole, once: filed, ready, or which part will not be filed."""
    view = bundles.bundle_by_public_id(_id_of(event, "bundle:"))
    if event.name == "bundle.file" and view.promised_due is not None:
        code = bundles.query_code(view.id)
        values: dict[str, Value] = {
            "case_no": view.number,
            "due": view.promised_due,
            "code": code,
        }
        _say(view, Key.BUNDLE_FILED, "file", values, at=event.at)
    elif event.name == "bundle.drop":
        occasion = f"drop:{event.id}"
        _say(view, Key.BUNDLE_PART_STOPPED, occasion, {"case_no": view.number}, at=event.at)
    elif event.name == "bundle.ready" and view.state is BundleState.READY:
        place = telling.issue_window_of(view.centre_id)
        values = {"case_no": view.number, "place": place}
        _say(view, Key.BUNDLE_READY, "ready", values, at=event.at)


def _say(
    view: CaseBundleView, key: Key, occasion: str, values: dict[str, Value], *, at: datetime
) -> None:
    plain = bundle_viewing.for_house(view.id)
    person = plain.agent_id if view.applicant_kind is Applicant.ORGANISATION else plain.id
    notify.say(
        key,
        to=Recipient(blind_index(person) if person else None, plain.phone),
        subject=f"bundle:{view.number}",
        occasion=occasion,
        values={"item": view.name, **values},
        at=at,
    )


def _id_of(event: LoggedEvent, kind: str) -> str:
    return next(topic.removeprefix(kind) for topic in event.topics if topic.startswith(kind))
