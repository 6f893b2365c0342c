"""Support screens for accounts and roles. Roles that exclude each other are refused here too."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest

from yimen.kernel.errors import DomainError
from yimen.reference.people import rules
from yimen.reference.people.models import AccessKey, RoleGrant, Staff
from yimen.reference.people.rules import Role


class RoleGrantForm(forms.ModelForm[RoleGrant]):
    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        staff: Staff | None = values.get("staff")
        if staff is not None and staff.pk and values.get("role"):
            held = staff.grants.exclude(pk=self.instance.pk).values_list("role", flat=True)
            try:
                rules.check_roles([Role(name) for name in held], Role(values["role"]))
            except DomainError as refusal:
                raise forms.ValidationError(f"与已有角色互斥：{refusal.facts['held']}") from None
        return values

    class Meta:
        model = RoleGrant
        fields = ["staff", "role", "centre", "department"]


@admin.register(RoleGrant)
class RoleGrantAdmin(admin.ModelAdmin[RoleGrant]):
    form = RoleGrantForm
    list_display = ["staff", "role", "centre", "department", "granted_at"]
    list_filter = ["role"]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Nobody gives a role to themselves."""
        if db_field.name == "staff":
            kwargs["queryset"] = Staff.objects.exclude(pk=request.user.pk or 0)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Staff)
class StaffAdmin(admin.ModelAdmin[Staff]):
    list_display = ["username", "name", "is_active", "last_login"]
    search_fields = ["username", "name"]
    fields = ["username", "name", "is_active"]

    def has_delete_permission(self, request: HttpRequest, obj: Staff | None = None) -> bool:
        return False


@admin.register(AccessKey)
class AccessKeyAdmin(admin.ModelAdmin[AccessKey]):
    list_display = ["name", "kind", "centre", "window", "seen_at", "revoked_at"]
    list_filter = ["kind"]
    readonly_fields = ["name", "kind", "centre", "window", "area", "seen_at", "revoked_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AccessKey | None = None) -> bool:
        return False
