"""Handing a result out at the issue window: who took it is written down before it leaves."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import custody, deciding, moves
from yimen.services.cases.actions.takers import kept_of, taker_of
from yimen.services.cases.errors import (
    BundleNotReady,
    HandedOut,
    ResultNotPrinted,
    ResultNotReady,
)
from yimen.services.cases.models.custody import Paper
from yimen.services.cases.models.handing import HAND_OUT_ONCE, HandOut
from yimen.services.cases.queries.bundles import waiting_in
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.custody import PaperKind, PaperState, PlaceKind
from yimen.services.cases.rules.handing import Shown
from yimen.services.cases.rules.states import State
from yimen.support import sql

_READY: Final = frozenset({State.CERTIFIED, State.REFUSED})


def hold(case_id: int, *, by: Actor) -> CaseView:
    """A case whose result is to leave the issue window, held until the transaction ends.

    Whoever gives a result out on any way holds its case first, so that it leaves on one way only.

    Raises:
        CaseNotFound: no such case.
        NotAllowed: `by` does not hand out results here.
        HandedOut: somebody has taken it.
    """
    row = moves.locked(case_id)
    require(by, Right.HAND_OUT, centre_id=row.centre_id)
    if HandOut.objects.filter(case=row).exists():
        raise HandedOut
    return as_view(row)


def check_waits(case: CaseView) -> None:
    """Go on only if the result of a case that is held waits at the issue window.

    A refusal has no certificate: what leaves is the decision, which nobody registers.

    Raises:
        ResultNotReady: it is not decided yet, or was given already.
        ResultNotPrinted: no paper of it lies there.
    """
    if case.state not in _READY:
        raise ResultNotReady(case_state=case.state.value)
    printed = Paper.objects.filter(
        case_id=case.id,
        kind=PaperKind.RESULT.value,
        state=PaperState.HERE.value,
        place_kind=PlaceKind.ISSUE_WINDOW.value,
    )
    if case.state is State.CERTIFIED and not printed.exists():
        raise ResultNotPrinted


def hand_out(
    case_id: int,
    shown: Shown,
    *,
    signature_file: str,
    by: Actor,
    at: datetime,
    early: bool = False,
) -> CaseView:
    """Give the result, and every paper that lies at the issue window, to whoever may take it.

    Results of a bundle (一件事) are given together; `early`: the applicant asks for this one now.

    Raises:
        BundleNotReady: it belongs to a bundle not all of which is decided.
        CaseNotFound, NotAllowed, MoveNotAllowed: as they say.
        NotTheTaker, AuthorityNeeded: who stands here may not take it.
        HandedOut: somebody has taken it.
    """
    try:
        with transaction.atomic():
            row = moves.locked(case_id)
            require(by, Right.HAND_OUT, centre_id=row.centre_id)
            if HandOut.objects.filter(case=row).exists():
                raise HandedOut
            if not early and (left := waiting_in(row.bundle_id)):
                raise BundleNotReady(count=left)
            found = taker_of(row, shown)
            kept = kept_of(found, shown, signature_file=signature_file, by=by, at=at)
            HandOut.objects.create(case=row, **kept)
            view = deciding.hand_over(case_id, taker=found.value, by=by, at=at)
            lying = Paper.objects.filter(
                case_id=case_id,
                state=PaperState.HERE.value,
                place_kind=PlaceKind.ISSUE_WINDOW.value,
            )
            for barcode in list(lying.order_by("barcode").values_list("barcode", flat=True)):
                custody.hand_out(barcode, by=by, at=at, note=found.value)
            return view
    except IntegrityError as error:
        if sql.violated(error, HAND_OUT_ONCE):
            raise HandedOut from error
        raise
