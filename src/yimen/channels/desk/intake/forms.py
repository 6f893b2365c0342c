"""What a clerk types: of the applicant, and over what somebody else saved meanwhile.

An item's own form: `doorway.schema_forms`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from yimen.channels.doorway import typed
from yimen.services.cases.actions.viewing import Plain
from yimen.services.cases.rules.states import Applicant


class ApplicantForm(forms.Form):
    """Who applies, and who stands here in their place. Numbers are checked by the action."""

    kind = forms.ChoiceField(
        label="申请人类型",
        choices=[(Applicant.PERSON.value, "个人"), (Applicant.ORGANISATION.value, "单位")],
    )
    number = forms.CharField(
        label="身份证号或统一社会信用代码", max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--id"}),
    )  # fmt: skip
    name = forms.CharField(label="姓名或单位名称", max_length=100, required=False)
    phone = forms.CharField(
        label="手机号", max_length=20, required=False,
        help_text="没有手机的不填：不发短信，凭回执上的编号和查询码查进度。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip
    agent_number = forms.CharField(label="代办人身份证号", max_length=30, required=False)
    agent_name = forms.CharField(label="代办人姓名", max_length=100, required=False)


def seen_in(request: HttpRequest) -> datetime | None:
    """When what the form was drawn from had been saved; None where the form does not say."""
    return typed.instant(request.POST.get("seen", ""))


def keep_typed(
    form: dict[str, Any], plain: Plain, filled: Mapping[str, object], *, moved: bool
) -> None:
    """Leave in a drawn form what was typed and not saved; `moved`: with what stands there now."""
    fields: forms.Form = form["fields"]
    fields.initial = dict(filled)
    if moved:
        form["saved"] = [
            (str(field.label), plain.form.get(name, ""))
            for name, field in fields.fields.items()
            if plain.form.get(name, "") != filled.get(name, "")
        ]
