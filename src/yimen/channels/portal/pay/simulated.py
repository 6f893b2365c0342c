"""The simulated cashier: what a phone shows after scanning, where no money is moved.

Only while the city's gateway is the simulated one. Whatever is pressed, the callbacks that a real
gateway would have posted are delivered here, by the same action that the API calls.
"""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.channels.doorway.phrases import sentence
from yimen.devices.gateways import PayRefused
from yimen.devices.simulated_gateway import Deed, SimulatedGateway
from yimen.kernel.errors import DomainError
from yimen.services.payments import actions, queries

#: Word, icon, whether it is the main one.
DEEDS: Final = {
    Deed.PAY: ("付款", "check", True),
    Deed.REFUSE: ("付款失败（余额不足）", "x", False),
    Deed.PAY_TOLD_TWICE: ("付款，通知重复到达", "copy", False),
    Deed.PAY_TOLD_NEVER: ("付款，通知丢失（由查询补上）", "wifi-off", False),
    Deed.PAY_LESS: ("付款，金额少一分", "minus", False),
    Deed.PAY_FORGED: ("没有付款，伪造通知", "shield-alert", False),
}


@never_cache
@require_http_methods(["GET", "POST"])
def cashier(request: HttpRequest, order_no: str) -> HttpResponse:
    """What to do with an order; then back to the bill."""
    gateway = actions.simulated()
    order = gateway.order(order_no) if gateway is not None else None
    bill = queries.bill_of_order(order_no)
    if gateway is None or order is None or bill is None:
        raise Http404
    if request.method == "POST":
        _do(request, gateway, order_no)
        return redirect("pay", bill.public_id)
    context: dict[str, Any] = {"order": order, "order_no": order_no, "bill": bill, "deeds": DEEDS}
    return render(request, "portal/pay/simulated.html", context)


def _do(request: HttpRequest, gateway: SimulatedGateway, order_no: str) -> None:
    try:
        deed = Deed(request.POST.get("deed", ""))
    except ValueError:
        raise Http404 from None
    at = timezone.now()
    try:
        callbacks = gateway.do(order_no, deed, at=at)
    except PayRefused:
        messages.error(request, "这笔订单已经付过款，不能再付。")
        return
    for callback in callbacks:
        try:
            actions.receive_callback(callback.body, callback.headers, at=at)
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
