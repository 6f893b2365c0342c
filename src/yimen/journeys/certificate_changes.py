"""What becomes of certificates after they were issued, and what their holders hear of it.

A case entered in error leaves no good certificate behind: what was issued for it is annulled, by a
reaction to the log, and once more every hour whatever the log lost. What an approver changes or
makes anew on the page of the case is told to its holder.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from yimen.journeys import telling
from yimen.journeys.telling import Said
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import holding
from yimen.services.cases.queries import cases
from yimen.services.cases.rules.states import State as CaseState
from yimen.services.certificates import actions as certificates
from yimen.services.certificates import queries as issued
from yimen.services.certificates.errors import CertificateNotFound, ChangeNotAllowed
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import Change, State
from yimen.services.notify.rules.templates import Key
from yimen.support.following import LoggedEvent

VOIDED: Final = "case.void"
_ENTERED_IN_ERROR: Final = "办件录入有误，已作废"
#: What its holder hears. That its time is over the wallet says beforehand.
_SAYS: Final[Mapping[str, Key]] = {
    f"certificate.{change.value}": key
    for change, key in (
        (Change.SUSPEND, Key.CERTIFICATE_SUSPENDED),
        (Change.RESTORE, Key.CERTIFICATE_RESTORED),
        (Change.ANNUL, Key.CERTIFICATE_ENDED),
        (Change.CANCEL, Key.CERTIFICATE_ENDED),
        (Change.MOVE_OUT, Key.CERTIFICATE_ENDED),
        (Change.REVOKE, Key.CERTIFICATE_ENDED),
        (Change.REISSUE, Key.CERTIFICATE_REISSUED),
    )
}
NAMES: Final = frozenset(_SAYS)


def reissue(
    case_id: int, certificate_id: int, *, reason: str, by: Actor, at: datetime
) -> CertificateView:
    """A result of a case anew, because it was lost or damaged. Its paper is printed anew, too.

    The case is held meanwhile: one that is voided leaves no fresh certificate behind.

    Raises:
        CaseNotFound, CertificateNotFound: no such case, or it has no such result.
        ChangeNotAllowed: only a valid one is made anew, and none of a case entered in error.
        NotAllowed, OwnCertificate, ReasonNeeded: as they say.
    """
    with transaction.atomic():
        case = holding.hold(case_id)
        if issued.certificate(certificate_id).reference != f"case:{case_id}":
            raise CertificateNotFound
        if case.state is CaseState.VOID:
            raise ChangeNotAllowed(certificate=State.ANNULLED.value, change=Change.REISSUE.value)
        return certificates.reissue(certificate_id, reason=reason, by=by, at=at)


def on_void(event: LoggedEvent) -> None:
    """A case was entered in error: what was issued for it never should have been."""
    _annul([telling.case_in(event).id], at=event.at)


def look(*, at: datetime) -> int:
    """See after every case entered in error, whatever the log lost; how many were annulled."""
    return _annul(cases.voided(each.id for each in catalogue.departments()), at=at)


def _annul(case_ids: list[int], *, at: datetime) -> int:
    references = [f"case:{case_id}" for case_id in case_ids]
    return certificates.annul_all(references, reason=_ENTERED_IN_ERROR, by=HOUSE, at=at)


def on_certificate(event: LoggedEvent) -> None:
    """Tell the holder what became of it. Nothing of one that came from no case."""
    topic = next(t for t in event.topics if t.startswith("certificate:"))
    view = issued.certificate(int(topic.removeprefix("certificate:")))
    case = telling.case_of(view.reference)
    if case is None or not case.number:
        return
    said = Said(_SAYS[event.name], {"item": view.name, "case_no": case.number})
    telling.tell(case, said, occasion=f"{event.name}:{event.id}", at=event.at)
