"""This installation's own address, for what is printed without a request at hand."""

from django.conf import settings


def public_address(path: str) -> str:
    """`path` as a phone reaches it.

    By `YIMEN_PUBLIC_URL`; else by the first of `YIMEN_HOSTS`, with HTTPS where that is on, or on
    the port below the live stream's, where the demonstration serves its pages.
    """
    environment = settings.ENVIRONMENT
    if environment.public_url:
        return f"{environment.public_url}{path}"
    host = environment.hosts[0] if environment.hosts else "localhost"
    if environment.https:
        return f"https://{host}{path}"
    return f"http://{host}:{environment.live_port - 1}{path}"
