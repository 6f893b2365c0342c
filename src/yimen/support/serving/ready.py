"""Asking a process over HTTP whether it answers yet."""

import http.client
from urllib.parse import urlsplit

#: Anything below a server error comes from a working program, a refusal of our host name included.
SERVER_ERROR = 500


def answers(url: str, *, timeout: float = 2) -> bool:
    """Whether a GET is answered without a server error. Nobody's proxy is asked."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status < SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
