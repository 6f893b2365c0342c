"""Who may open a wall's page: the enrolled device, or staff who want to see what citizens see."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache

from yimen.channels.doorway.who import (
    DeviceRequest,
    StaffRequest,
    device_of,
    device_page,
    staff_page,
)
from yimen.reference.people.rules import DeviceKind, Right


@dataclass(frozen=True)
class Onlooker:
    """For whom a page is drawn."""

    centre_id: int
    #: The area a board hangs in, the window a screen stands at; None for staff.
    area_id: int | None = None
    window_id: int | None = None
    is_device: bool = False


Page = Callable[..., HttpResponse]
View = Callable[..., HttpResponseBase]


def onlooker_page(*kinds: DeviceKind) -> Callable[[Page], View]:
    """Give the view an `Onlooker` after the request. A device comes before a log-in.

    Somebody who is neither is sent to enrol: most likely a wall that was put up this morning.
    """

    def decorate(page: Page) -> View:
        @device_page(*kinds)
        def by_device(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            device = cast(DeviceRequest, request).device
            seen = Onlooker(device.centre_id, device.area_id, device.window_id, is_device=True)
            return page(request, seen, *args, **kwargs)

        @staff_page(Right.LOOK)
        def by_staff(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            return page(request, Onlooker(cast(StaffRequest, request).centre_id), *args, **kwargs)

        @never_cache
        @wraps(page)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            device = device_of(request)
            if device is not None and device.kind in kinds:
                return by_device(request, *args, **kwargs)
            if request.user.is_authenticated:
                return by_staff(request, *args, **kwargs)
            return by_device(request, *args, **kwargs)

        return guarded

    return decorate
