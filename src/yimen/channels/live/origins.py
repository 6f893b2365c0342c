"""Which pages may read the stream: those of the same host, on any port, and named origins. Pure."""

from collections.abc import Collection
from urllib.parse import urlsplit


def host_name(host: str) -> str:
    """The name in a `Host` header, without its port: `[::1]:8001` is `::1`."""
    return urlsplit(f"//{host}").hostname or ""


def allowed(origin: str, *, host: str, origins: Collection[str]) -> bool:
    """Whether a page of `origin` may read what `host` streams."""
    if origin in origins:
        return True
    try:
        parts = urlsplit(origin)
        name = parts.hostname
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(name) and name == host_name(host)
