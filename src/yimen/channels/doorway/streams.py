"""Who may follow what: a signed address for the event stream, good for half a day."""

from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

_SALT: Final = "yimen.live"
_GOOD_FOR_SECONDS: Final = 12 * 3600


def stream_url(request: HttpRequest, topics: Iterable[str]) -> str:
    """Where a page opens its stream for these topics.

    Behind a proxy the stream has the site's own address (`YIMEN_LIVE_URL`); without one it is the
    same host on the live port.
    """
    token = signing.dumps(sorted(topics), salt=_SALT, compress=True)
    base = settings.LIVE_URL
    if not base:
        host = request.get_host()
        name = host if host.endswith("]") else host.rsplit(":", 1)[0]
        base = f"{request.scheme}://{name}:{settings.LIVE_PORT}"
    return f"{base}/live?token={token}"


def topics_of(token: str) -> frozenset[str]:
    """The topics a token lets somebody follow.

    Raises:
        django.core.signing.BadSignature: not ours, changed, or too old.
    """
    return frozenset(signing.loads(token, salt=_SALT, max_age=_GOOD_FOR_SECONDS))
