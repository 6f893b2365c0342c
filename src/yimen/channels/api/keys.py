"""Who asks: the bearer of an access key. The key's centre is the only one it may know of."""

from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from yimen.channels.api.problems import Trouble
from yimen.reference.centres.errors import CentreNotFound, WindowNotFound
from yimen.reference.people import actions
from yimen.reference.people import queries as people
from yimen.reference.people.queries import KeyView
from yimen.reference.people.rules import DeviceKind, Right, require
from yimen.services.hall import queries
from yimen.services.hall.errors import TicketNotFound
from yimen.services.hall.queries import TicketView

_LONGEST: Final = 100
_TICKET_ID: Final = 16
_ID_CHARACTERS: Final = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
)


class ApiRequest(HttpRequest):
    """A request whose bearer is known."""

    auth: KeyView


def bearer(request: HttpRequest) -> KeyView:
    """The holder of the request's access key.

    Raises:
        Trouble: no key was sent.
        KeyRefused: unknown or revoked.
    """
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(secret) <= _LONGEST:
        raise Trouble(401, "api.unauthenticated")
    found = people.key(secret)
    if found.kind is DeviceKind.PERSON:
        actions.device_seen(found.id, at=timezone.now())
    return found


class AccessKey(HttpBearer):
    """The key that a device or system got when it was enrolled."""

    def __call__(self, request: HttpRequest) -> KeyView:
        return bearer(request)

    def authenticate(self, request: HttpRequest, token: str) -> KeyView:
        """Not asked: `bearer` reads the header itself."""
        return people.key(token)


def ticket_for(key: KeyView, public_id: str) -> TicketView:
    """A ticket of the key's own centre.

    Raises:
        TicketNotFound: none, or another centre's.
    """
    if len(public_id) != _TICKET_ID or not _ID_CHARACTERS.issuperset(public_id):
        raise TicketNotFound
    view = queries.ticket_by_public_id(public_id)
    if view.centre_id != key.centre_id:
        raise TicketNotFound
    return view


def demand_window(key: KeyView, window_id: int) -> None:
    """Go on only if the window stands in the key's centre, and is the key's own where it has one.

    Raises:
        WindowNotFound: elsewhere, or nowhere.
    """
    if window_id not in queries.window_places(key.centre_id):
        raise WindowNotFound(window_id=window_id)
    if key.window_id is not None and key.window_id != window_id:
        raise WindowNotFound(window_id=window_id)


def demand_centre(key: KeyView, centre_id: int) -> None:
    """Go on only if the key belongs to the centre and may look.

    Raises:
        CentreNotFound: another's, or none.
        NotAllowed: the key may not look.
    """
    if key.centre_id != centre_id:
        raise CentreNotFound
    require(key.actor, Right.LOOK, centre_id=centre_id)
