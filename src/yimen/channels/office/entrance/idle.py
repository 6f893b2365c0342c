"""Ends sessions nobody uses. A page that renews itself does not count as use."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from yimen.channels.office.parameters import IDLE_MINUTES
from yimen.reference.policy import queries as policy

_KEY: Final = "office_used_at"
#: Written at most this often.
_GRAIN: Final = timedelta(minutes=1)


class IdleSessions:
    """Middleware, after the one that finds the user. Requests without a session cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key is not None and request.user.is_authenticated:
            self._look(request, timezone.now())
        return self.get_response(request)

    @staticmethod
    def _look(request: HttpRequest, at: datetime) -> None:
        kept = request.session.get(_KEY)
        used = datetime.fromisoformat(kept) if kept else at
        if at - used > timedelta(minutes=policy.whole(IDLE_MINUTES, timezone.localdate(at))):
            logout(request)
            return
        by_itself = request.method == "GET" and "HX-Request" in request.headers
        if not by_itself and (not kept or at - used > _GRAIN):
            request.session[_KEY] = at.isoformat()
