"""What has happened, reacted to in the order in which it was written."""

from tests.builders import CITIZEN
from tests.cases.office import Office, ten
from yimen.journeys.reaction_clock import REACTIONS
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import custody, deciding
from yimen.services.cases.actions.custody import Sheet
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperKind, Place, PlaceKind
from yimen.services.notify import queries
from yimen.support.following import LoggedEvent
from yimen.support.models import Event
from yimen.support.secrets import blind_index

INBOX = blind_index(CITIZEN)


def react() -> None:
    """React to the whole log, again from its beginning: whatever was said before is not said twice.

    In one transaction of a test there is no horizon to wait for; `tests/support/test_following.py`
    and the last test of `test_telling.py` have real ones.
    """
    for event in Event.objects.order_by("id"):
        reaction = REACTIONS.get(event.name)
        if reaction is not None:
            logged = LoggedEvent(event.pk, event.name, event.at, tuple(event.topics), event.body)
            try:
                reaction(logged)
            except DomainError:
                continue


def told(index: bytes = INBOX) -> list[str]:
    """The keys of an inbox, oldest first."""
    return [view.key.value for view in reversed(queries.inbox(index))]


def said(key: str) -> str:
    """The one message of a kind in words."""
    (text,) = [view.text for view in queries.inbox(INBOX) if view.key.value == key]
    return text


def printed(office: Office, case_id: int) -> PaperView:
    """The paper of a result, at the issue window."""
    sheets = [Sheet(PaperKind.RESULT, "居住证")]
    window = Place(PlaceKind.ISSUE_WINDOW)
    (sheet,) = custody.register(case_id, sheets, window, by=office.issuer, at=ten(80))
    return sheet


def waiting(office: Office) -> CaseView:
    """A result that was made and printed: it waits at the issue window."""
    case = deciding.certify(office.granted().id, by=HOUSE, at=ten(60))
    printed(office, case.id)
    return case
