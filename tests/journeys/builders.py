"""What has happened, reacted to in the order in which it was written."""

from tests.builders import CITIZEN
from yimen.journeys.reaction_clock import REACTIONS
from yimen.kernel.errors import DomainError
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
