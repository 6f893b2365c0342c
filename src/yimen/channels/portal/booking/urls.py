"""Addresses of booking."""

from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import IntConverter

from yimen.channels.doorway import typed
from yimen.channels.portal.booking import views


class DayConverter:
    """A day as `2020-01-17`."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The day; an impossible one is no address of ours."""
        found = typed.day(value)
        if found is None:
            raise ValueError(value)
        return found

    def to_url(self, value: object) -> str:
        return str(value)


class IdConverter(IntConverter):
    """A number that a table can hold; a larger one is no address of ours."""

    def to_python(self, value: str) -> int:
        found = typed.number(value)
        if found is None:
            raise ValueError(value)
        return found


register_converter(DayConverter, "day")
register_converter(IdConverter, "id")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.businesses, name="book"),
    path("find", views.find, name="book-find"),
    path("q/<str:code>", views.days, name="book-days"),
    path("q/<str:code>/<day:day>", views.slots, name="book-slots"),
    path("s/<id:slot_id>", views.who, name="book-who"),
    path("a/<str:public_id>", views.booking, name="booking"),
    path("a/<str:public_id>/cancel", views.cancel, name="booking-cancel"),
]
