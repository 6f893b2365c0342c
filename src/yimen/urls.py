"""Every address, by door."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    # First, because it is asked most often, and every address before it is tried each time.
    path("api/", include("yimen.channels.api.urls")),
    path("", include("yimen.support.health")),
    path("", include("yimen.support.look")),
    path("", include("yimen.channels.portal.urls")),
    path("kiosk/", include("yimen.channels.kiosk.urls")),
    path("desk/", include("yimen.channels.desk.urls")),
    path("boards/", include("yimen.channels.boards.urls")),
    path("office/", include("yimen.channels.office.urls")),
    path("", include("yimen.channels.office.design.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "yimen.support.error_pages.bad_request"
handler403 = "yimen.support.error_pages.forbidden"
handler404 = "yimen.support.error_pages.not_found"
handler500 = "yimen.channels.doorway.refusals.broken"
