"""Support screens for departments."""

from django.contrib import admin

from yimen.reference.catalogue.models import Department


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin[Department]):
    list_display = ["name", "code", "mark", "position"]
    search_fields = ["name", "code"]
