"""What staff type: a half hour and a person; places of a business."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, tzinfo
from typing import Any

from django import forms

from yimen.channels.doorway.phrases import sentence
from yimen.kernel import identifiers
from yimen.kernel.errors import DomainError
from yimen.services.booking.actions import Person
from yimen.services.booking.queries import SlotView
from yimen.services.booking.rules.slots import Places, tidy_name


class BookForm(forms.Form):
    """A free half hour and who comes."""

    slot = forms.TypedChoiceField(label="时段", coerce=int, widget=forms.RadioSelect)
    name = forms.CharField(
        label="姓名", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    citizen_id = forms.CharField(
        label="身份证号", max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--id"}),
    )  # fmt: skip
    phone = forms.CharField(
        label="手机号", max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self,
        slots: Sequence[SlotView],
        zone: tzinfo,
        today: date,
        given: Mapping[str, Any] | None = None,
        *,
        key: str,
    ) -> None:
        super().__init__(given, initial={"key": key})
        self.today = today
        field = self.fields["slot"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [
                (slot.id, f"{slot.starts_at.astimezone(zone):%H:%M} · 余 {slot.left}")
                for slot in slots
                if slot.left
            ]

    def clean_name(self) -> str:
        return self._checked("name", tidy_name)

    def clean_citizen_id(self) -> str:
        return self._checked(
            "citizen_id", lambda text: identifiers.citizen_id(text, today=self.today)
        )

    def clean_phone(self) -> str:
        return self._checked("phone", identifiers.mobile)

    def person(self) -> Person:
        """The checked person."""
        said = self.cleaned_data
        return Person(said["citizen_id"], said["name"], said["phone"])

    def _checked(self, name: str, check: Callable[[str], str]) -> str:
        try:
            return check(self.cleaned_data[name])
        except DomainError as refusal:
            raise forms.ValidationError(sentence(refusal)) from refusal


class PlanForm(forms.Form):
    """Places of one business in each half hour; both empty: the windows decide."""

    queue = forms.CharField(max_length=8)
    online = forms.IntegerField(required=False, min_value=0, max_value=1000)
    walk_in = forms.IntegerField(required=False, min_value=0, max_value=1000)

    def places(self) -> Places | None:
        """None where nothing was entered."""
        online, walk_in = self.cleaned_data["online"], self.cleaned_data["walk_in"]
        return None if online is None and walk_in is None else Places(online or 0, walk_in or 0)
