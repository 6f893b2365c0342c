"""A certificate on paper, as every door prints it: what it says, its holder in full, its QR code.

Whether the one who asks may have it is for the door, or for the action that puts it on record.
"""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yimen.channels.doorway.codes import qr_svg
from yimen.kernel import printed_codes
from yimen.services.certificates.queries import CertificateView, Holder
from yimen.support.addresses import public_address

#: The page that verifies certificates and notices, by the name of its address.
VERIFY: Final = "verify"


def verify_url(view: CertificateView) -> str:
    """Where anybody verifies it; what its QR code says, on screens and on paper alike."""
    return public_address(reverse(VERIFY, args=[printed_codes.shown(view.code)]))


def paper_response(request: HttpRequest, view: CertificateView, holder: Holder) -> HttpResponse:
    """The page to print."""
    address = verify_url(view)
    context: dict[str, Any] = {
        "certificate": view,
        "holder": holder,
        "code": printed_codes.shown(view.code),
        "verify_url": address,
        "qr": qr_svg(address, label="核验二维码"),
    }
    return render(request, "doorway/certificate_paper.html", context)
