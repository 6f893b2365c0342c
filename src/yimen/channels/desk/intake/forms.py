"""What a clerk types of the applicant. An item's own form: `doorway.schema_forms`."""

from django import forms

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
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip
    agent_number = forms.CharField(label="代办人身份证号", max_length=30, required=False)
    agent_name = forms.CharField(label="代办人姓名", max_length=100, required=False)
