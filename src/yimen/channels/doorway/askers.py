"""Where a request comes from, for counting what it tries. Kept as a blind index, never in clear."""

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest

#: What one household or one mobile customer has of IPv6.
_IPV6_PREFIX: Final = 64


def asker(request: HttpRequest) -> str:
    """The address that asks; the network of an IPv6 one. "unknown" where none can be read.

    Behind the proxy of an installation with HTTPS the proxy's own word counts: it appends the
    address it sees to `X-Forwarded-For`, and whatever a client wrote stands before that.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER is not None:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        address = told or address
    return _network(address)


def _network(address: str) -> str:
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(read, ipaddress.IPv6Address):
        if read.ipv4_mapped is not None:
            return str(read.ipv4_mapped)
        return str(ipaddress.ip_network((read, _IPV6_PREFIX), strict=False))
    return str(read)
