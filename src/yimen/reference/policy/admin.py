"""Where the security administrator dates a parameter. Rows are added, never changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from yimen.kernel.errors import DomainError
from yimen.reference.policy import queries, rules
from yimen.reference.policy.models import DatedValue


class DatedValueForm(forms.ModelForm[DatedValue]):
    key = forms.ChoiceField(label="参数")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("key")
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (p.key, f"{p.label}（{p.key}，默认 {p.default} {p.unit}）")
                for p in sorted(rules.defined().values(), key=lambda p: p.key)
            ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        try:
            values["value"] = rules.checked(values.get("key", ""), values.get("value"))
        except DomainError as refusal:
            raise forms.ValidationError(f"取值不合要求：{refusal.facts.get('needs')}") from None
        return values

    class Meta:
        model = DatedValue
        fields = ["key", "value", "effective_from", "source"]


@admin.register(DatedValue)
class DatedValueAdmin(admin.ModelAdmin[DatedValue]):
    form = DatedValueForm
    list_display = ["key", "value", "effective_from", "source", "set_by", "set_at"]
    list_filter = ["effective_from"]
    search_fields = ["key", "source"]

    def has_change_permission(self, request: HttpRequest, obj: DatedValue | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: DatedValue | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: DatedValue, form: Any, change: bool) -> None:
        obj.set_by_id = request.user.pk
        super().save_model(request, obj, form, change)
        queries.forget()
