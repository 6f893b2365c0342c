"""The end of a day: open numbers are given up, windows closed. Asked twice."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page, sent
from yimen.reference.people.rules import Right
from yimen.services.hall import actions, queries
from yimen.services.hall.queries import today as hall_today
from yimen.services.hall.rules.states import Duty


class CloseForm(forms.Form):
    """The tick that says it was read."""

    sure = forms.BooleanField(label="我已确认大厅里没有还在等候的人")


@require_http_methods(["GET", "POST"])
@staff_page(Right.RUN_HALL)
def close(request: StaffRequest) -> HttpResponse:
    """Show what would be given up; do it when that was read."""
    at = timezone.now()
    day = queries.business_day(request.centre_id, at)
    form = CloseForm(sent(request))
    if form.is_valid():
        closed = actions.close_day(request.centre_id, day, by=request.actor, at=at)
        messages.success(request, f"今天已结束：{closed} 个未办的号已作废，窗口已全部关闭。")
        return redirect("office-home")
    duties = queries.duties(request.centre_id)
    context = {
        "form": form,
        "day": day,
        "figures": hall_today.figures(request.centre_id, day),
        "in_use": sum(duty.state is not Duty.CLOSED for duty in duties),
    }
    return page(request, "office/day.html", context, here="day", status=422 if form.errors else 200)
