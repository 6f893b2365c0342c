"""For somebody who is logged in and has no work here yet."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page


@require_safe
@staff_page()
def nothing(request: StaffRequest) -> HttpResponse:
    """No role, or none with a page: whom to ask."""
    return page(request, "office/nothing.html", here="nothing")
