"""Promises instead of proofs (告知承诺): chosen in the draft, settled at the acceptance.

The item's version says of each material whether it may be promised, and in which words. The
applicant may hand in the proof instead at any time before; afterwards it is not asked for again.

Source: 国办发〔2020〕42号.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import moves
from yimen.services.cases.actions.drafting import editable
from yimen.services.cases.actions.signing import drop_signature, vouched
from yimen.services.cases.errors import (
    MaterialNotFound,
    PromiseBarred,
    PromiseUnsigned,
    WayNotOffered,
)
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.materials import Material
from yimen.services.cases.queries.promises import barred_until, promise_texts
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.drafting import PROMISE
from yimen.services.cases.rules.states import MaterialState


def promise(
    case_id: int,
    keys: Collection[str],
    *,
    by: Actor,
    at: datetime,
    seen: datetime | None = None,
) -> CaseView:
    """The applicant will promise these instead of proving them; what was signed is signed anew.

    Raises:
        CaseNotFound, NotAllowed, NotEditable, DraftMoved: as they say.
        MaterialNotFound: the case does not ask for one.
        WayNotOffered: the item wants the proof of one.
    """
    with transaction.atomic():
        row = editable(case_id, by=by, seen=seen)
        _mark(row, keys, at=at)
        row.promised, row.saved_at = True, at
        facts = {"materials": sorted(keys)}
        fields = ["promised", "saved_at", *drop_signature(row)]
        moves.note(row, "promise", by=by, at=at, fields=fields, facts=facts)
        return as_view(row)


def settle(row: Case, on_paper: Mapping[str, str], *, on: date, at: datetime) -> dict[str, str]:
    """What a locked case that is being accepted promises: by material key, with the words.

    Args:
        row: the case.
        on_paper: promises handed in on paper just now; without words those of the item hold.
        on: the local day.
        at: now.

    Raises:
        MaterialNotFound, WayNotOffered: no promise stands in for that.
        PromiseUnsigned: chosen at the window and not signed on its second screen.
        PromiseBarred: the applicant broke a promise not long ago.
    """
    if not row.promised and not on_paper:
        return {}
    chosen = {
        each.key: each.name
        for each in Material.objects.filter(
            case=row, state=MaterialState.PROMISED.value, way=PROMISE
        ).order_by("position")
    }
    if chosen and row.window_id is not None and not vouched(row):
        raise PromiseUnsigned(materials="、".join(chosen.values()))
    _mark(row, on_paper, at=at)
    if chosen or on_paper:
        check_trusted(row, on=on)
    texts = promise_texts(row.version_id)
    return {
        key: on_paper.get(key, "").strip() or texts.get(key, "") for key in [*chosen, *on_paper]
    }


def check_trusted(row: Case, *, on: date) -> None:
    """Go on only if the applicant's word does.

    Raises:
        PromiseBarred: they broke a promise not long ago.
    """
    until = barred_until(row, on=on)
    if until is not None:
        raise PromiseBarred(until=until.isoformat())


def _mark(row: Case, keys: Collection[str], *, at: datetime) -> None:
    texts = promise_texts(row.version_id)
    for key in keys:
        if not Material.objects.filter(case=row, key=key).exists():
            raise MaterialNotFound
        if key not in texts:
            raise WayNotOffered(material_way=PROMISE)
    Material.objects.filter(case=row, key__in=list(keys)).update(
        state=MaterialState.PROMISED.value,
        way=PROMISE,
        file_ids=[],
        certificate_id=None,
        flaw="",
        changed_at=at,
    )
