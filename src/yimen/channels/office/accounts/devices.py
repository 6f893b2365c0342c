"""Devices and other systems: one-time codes, keys, revoking, last signs of life."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office import words
from yimen.channels.office.frame import page, sent
from yimen.channels.office.tables import Column, arrange
from yimen.reference.centres import queries as centres
from yimen.reference.people import actions, queries
from yimen.reference.people.errors import DeviceNotFound
from yimen.reference.people.queries import DeviceView
from yimen.reference.people.rules import DeviceKind, Right

#: As long as `people` keeps a code.
CODE_SECONDS: Final = 15 * 60
_SILENT: Final = timedelta(minutes=10)
#: What an administrator enrols; keys of persons are made by themselves.
_MACHINES: Final = [
    (kind, name) for kind, name in words.DEVICES.items() if kind != DeviceKind.PERSON.value
]


class DeviceForm(forms.Form):
    """What is enrolled and where it belongs."""

    name = forms.CharField(
        label="名称", max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "例如：一楼取号机 2", "autocomplete": "off"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label="类型", choices=_MACHINES)
    window = forms.TypedChoiceField(
        label="所属窗口", required=False, coerce=int, empty_value=None, help_text="窗口屏必选"
    )
    area = forms.TypedChoiceField(
        label="所在区域", required=False, coerce=int, empty_value=None,
        help_text="分区大屏选所在区域，综合大屏不选",
    )  # fmt: skip

    def __init__(self, centre_id: int, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(given)
        windows = [(view.id, f"{view.number} 号窗口") for view in centres.windows(centre_id)]
        areas = [(view.id, f"{view.code} 区 {view.name}") for view in centres.areas(centre_id)]
        for name, choices in (("window", windows), ("area", areas)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "不选"), *choices]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == DeviceKind.WINDOW_SCREEN.value and not values.get("window"):
            self.add_error("window", "请选择这块窗口屏所属的窗口。")
        return values


@dataclass(frozen=True)
class Row:
    """One device in the list."""

    device: DeviceView
    kind: str
    place: str
    state: str
    tone: str

    @property
    def personal(self) -> bool:
        """Somebody's own key: an administrator may end it, not make it anew."""
        return self.device.kind is DeviceKind.PERSON


@require_safe
@staff_page(Right.DEVICES)
def index(request: StaffRequest) -> HttpResponse:
    """All devices and systems of the centre."""
    at, kind = timezone.now(), request.GET.get("kind", "")
    numbers = {view.id: view.number for view in centres.windows(request.centre_id)}
    areas = {view.id: view.code for view in centres.areas(request.centre_id)}
    rows = [
        _row(device, numbers, areas, at)
        for device in queries.devices(request.centre_id)
        if kind in ("", device.kind.value)
    ]
    columns: dict[str, Column[Row]] = {
        "name": Column("名称", lambda row: row.device.name),
        "kind": Column("类型", lambda row: row.kind),
        "place": Column("位置", lambda row: row.place),
        "state": Column("状态", lambda row: row.state),
        "seen": Column("最近联系", lambda row: str(row.device.seen_at or ""), falling=True),
        "do": Column(""),
    }
    heads, rows = arrange(request, columns, rows)
    context = {
        "heads": heads,
        "rows": rows,
        "kinds": words.DEVICES,
        "kind": kind,
        "sort": request.GET.get("sort", ""),
    }
    return page(request, "office/devices.html", context, here="devices")


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page(Right.DEVICES)
def add(request: StaffRequest) -> HttpResponse:
    """A place for a device and its one-time code; another system gets its key at once."""
    form = DeviceForm(request.centre_id, sent(request))
    if not form.is_valid():
        return page(
            request, "office/device_add.html", {"form": form}, here="devices",
            status=422 if form.errors else 200,
        )  # fmt: skip
    given = form.cleaned_data
    kind = DeviceKind(given["kind"])
    device_id, code = actions.add_device(
        given["name"],
        kind,
        centre_id=request.centre_id,
        by=request.actor,
        at=timezone.now(),
        window_id=given["window"] if kind is DeviceKind.WINDOW_SCREEN else None,
        area_id=given["area"] if kind is DeviceKind.BOARD else None,
    )
    return _code_page(request, _own(request, device_id), code)


@never_cache
@require_POST
@staff_page(Right.DEVICES)
def renew(request: StaffRequest, device_id: int) -> HttpResponse:
    """Another code or key; the old key ends now."""
    device = _own(request, device_id)
    code = actions.renew_code(device_id, by=request.actor, at=timezone.now())
    return _code_page(request, device, code)


@require_POST
@staff_page(Right.DEVICES)
def revoke(request: StaffRequest, device_id: int) -> HttpResponse:
    """End a device's key."""
    device = _own(request, device_id)
    actions.revoke(device_id, by=request.actor, at=timezone.now())
    messages.success(request, f"{device.name} 已停用，五秒内失效。")
    return redirect("office-devices")


def _own(request: StaffRequest, device_id: int) -> DeviceView:
    for device in queries.devices(request.centre_id):
        if device.id == device_id:
            return device
    raise DeviceNotFound(device_id=device_id)


def _code_page(request: StaffRequest, device: DeviceView, code: str) -> HttpResponse:
    key = ""
    if device.kind is DeviceKind.SYSTEM:
        key, code = actions.issue_key(device.id, by=request.actor), ""
    context = {
        "device": device,
        "kind": words.DEVICES[device.kind.value],
        "code": code,
        "halves": (code[:4], code[4:]),
        "key": key,
        "seconds": CODE_SECONDS,
        "until": timezone.now() + timedelta(seconds=CODE_SECONDS),
    }
    return page(request, "office/device_code.html", context, here="devices")


def _row(device: DeviceView, numbers: dict[int, int], areas: dict[int, str], at: datetime) -> Row:
    place = ""
    if device.window_id is not None:
        place = f"{numbers.get(device.window_id, '')} 号窗口"
    elif device.area_id is not None:
        place = f"{areas.get(device.area_id, '')} 区"
    state, tone = "在线", "good"
    if device.revoked_at is not None:
        state, tone = "已停用", ""
    elif not device.enrolled:
        state, tone = "待登记", "wait"
    elif device.seen_at is None:
        state, tone = "未联系", "wait"
    elif at - device.seen_at > _SILENT:
        state, tone = "离线", "bad"
    return Row(device, words.DEVICES[device.kind.value], place, state, tone)
