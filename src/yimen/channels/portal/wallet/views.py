"""The wallet: a list that shows no number in full, and one certificate that its holder opened.

A code that is shown to somebody lives some minutes and stands in the holder's own session alone.
"""

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway.certificates import VERIFY, paper_response, verify_url
from yimen.channels.doorway.codes import qr_svg
from yimen.channels.doorway.notices import pdf_response
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import CitizenRequest, citizen_page
from yimen.channels.doorway.wording.certificates import STANDING_WORDS, STANDINGS
from yimen.channels.portal.wallet import words
from yimen.journeys import wallet
from yimen.journeys.wallet import Card
from yimen.kernel import printed_codes
from yimen.kernel.errors import DomainError
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Level
from yimen.services.certificates import actions as certificates
from yimen.services.certificates import queries as issued
from yimen.services.certificates.rules.states import Standing
from yimen.support.addresses import public_address

_SHOWN: Final = "shown-certificate"
_USES: Final = 10


@never_cache
@require_safe
@citizen_page(Level.CHECKED)
def index(request: CitizenRequest) -> HttpResponse:
    """Everything held, numbers masked, and who used what of it lately."""
    mine, at = people.citizen_index(request.citizen.id), timezone.now()
    context = {
        "rows": [_row(card) for card in wallet.cards(mine, at=at)],
        "uses": [(use, words.USES[use.kind]) for use in issued.uses(mine, limit=_USES)],
        "back_url": reverse("me"),
    }
    return render(request, "portal/wallet/index.html", context)


def _row(card: Card) -> dict[str, Any]:
    return {
        "card": card,
        "word": STANDING_WORDS[card.proof.standing],
        "tone": STANDINGS[card.proof.standing][2],
        "number": words.hidden_number(card.view.number),
        "when": words.when(card),
        "next": words.next_step(card),
    }


@never_cache
@require_safe
@citizen_page(Level.CHECKED)
def card(request: CitizenRequest, certificate_id: int) -> HttpResponse:
    """One certificate in full, with the code by which anybody verifies it."""
    mine, at = people.citizen_index(request.citizen.id), timezone.now()
    found = wallet.open_card(certificate_id, mine, at=at)
    view = found.card.view
    context = {
        **_row(found.card),
        "open": found,
        "view": view,
        "is_good": found.card.proof.standing is Standing.GOOD,
        "code": printed_codes.shown(view.code),
        "qr": qr_svg(verify_url(view), label=_("核验二维码")),
        "showing": _showing(request, certificate_id, at=at),
        "back_url": reverse("me-wallet"),
    }
    return render(request, "portal/wallet/card.html", context)


def _showing(request: CitizenRequest, certificate_id: int, *, at: datetime) -> dict[str, Any]:
    """The code the holder shows just now; nothing where its time is over."""
    kept = request.session.get(_SHOWN)
    if kept is None or kept["id"] != certificate_id:
        return {}
    until = datetime.fromisoformat(kept["until"])
    if until <= at:
        del request.session[_SHOWN]
        return {}
    address = public_address(reverse(VERIFY, args=[kept["token"]]))
    return {"until": until, "qr": qr_svg(address, label=_("亮证二维码"))}


@require_POST
@citizen_page(Level.CHECKED)
def show(request: CitizenRequest, certificate_id: int) -> HttpResponse:
    """Show it to somebody: a code of some minutes, on record where the holder sees it."""
    mine = people.citizen_index(request.citizen.id)
    try:
        token, until = certificates.show(certificate_id, holder_index=mine, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        request.session[_SHOWN] = {
            "id": certificate_id,
            "token": token,
            "until": until.isoformat(),
        }
    return redirect("me-card", certificate_id)


@never_cache
@require_safe
@citizen_page(Level.CHECKED)
def paper(request: CitizenRequest, certificate_id: int) -> HttpResponse:
    """The certificate to be printed by its holder."""
    mine = people.citizen_index(request.citizen.id)
    found = wallet.open_card(certificate_id, mine, at=timezone.now())
    return paper_response(request, found.card.view, found.holder)


@never_cache
@require_safe
@citizen_page(Level.CHECKED)
def file(request: CitizenRequest, certificate_id: int) -> HttpResponse:
    """The certificate as a signed file, for its holder to keep and to hand on."""
    mine, at = people.citizen_index(request.citizen.id), timezone.now()
    content = certificates.signed_file(certificate_id, holder_index=mine, at=at)
    view = issued.certificate(certificate_id)
    return pdf_response(content, f"{view.name} {view.number}", as_attachment=True)
