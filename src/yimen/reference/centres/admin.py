"""Support screens for places."""

from django.contrib import admin

from yimen.reference.centres.models import (
    Area,
    Centre,
    City,
    Floor,
    OpeningHours,
    PlanShape,
    SpecialDay,
    WalkNode,
    Window,
)

for model in (City, Floor, Area, OpeningHours, SpecialDay, PlanShape, WalkNode):
    admin.site.register(model)


@admin.register(Centre)
class CentreAdmin(admin.ModelAdmin[Centre]):
    list_display = ["name", "code", "city", "zone"]


@admin.register(Window)
class WindowAdmin(admin.ModelAdmin[Window]):
    list_display = ["number", "kind", "area", "label"]
    list_filter = ["kind", "area"]
    search_fields = ["number", "label"]
