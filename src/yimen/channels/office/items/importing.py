"""Importing a file of items: handed in, followed by number, then what was not taken and why."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.phrases import said
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.item_files import STAGES, reason
from yimen.channels.office.frame import page
from yimen.channels.office.items import who
from yimen.reference.catalogue.actions import runs as actions
from yimen.reference.catalogue.queries import runs as queries
from yimen.reference.catalogue.queries.runs import RunView
from yimen.reference.catalogue.rules.runs import RunState
from yimen.reference.catalogue.rules.values import FORMULA_STARTS, Rejected
from yimen.reference.catalogue.rules.vocabulary import FIELDS
from yimen.reference.people.rules import Right
from yimen.support.files.limits import MEGA
from yimen.support.writing import percent, whole

#: A hundred thousand items with their parts are about a fifth of it.
LARGEST: Final = 64 * MEGA
_PAGE: Final = 100
_HEAD: Final = ("行", "列", "值", "原因")
_STATES: Final = {
    RunState.WAITING: ("排队中", "wait"),
    RunState.RUNNING: ("导入中", "blue"),
    RunState.DONE: ("已完成", "good"),
    RunState.REFUSED: ("没有导入", "bad"),
    RunState.FAILED: ("出错，没有导入", "bad"),
}
_LOST: Final = ("中断，没有导入", "bad")


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="文件",
        help_text="CSV（UTF-8 或 GBK）或 XLSX，最大 64 MB。第一行是中文或国家要素名的表头。",
        widget=forms.FileInput({"accept": ".csv,.xlsx,.txt"}),
        error_messages={"required": "请选择文件。", "empty": "这个文件是空的，请换一个。"},
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Not larger than what is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("文件超过 64 MB，请分成几份再导入。")
        return file


@dataclass(frozen=True)
class Row:
    """A file in the list, or on its page."""

    run: RunView
    by: str
    state: str
    tone: str


@require_http_methods(["GET", "POST"])
@staff_page(Right.REVIEW_ITEMS)
def index(request: StaffRequest) -> HttpResponse:
    """Hand a file in; the latest ones below."""
    sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent else FileForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        run_id = actions.hand_in(
            file.name, file.chunks(), size=file.size, by=request.actor, at=timezone.now()
        )
        return redirect("office-items-run", run_id)
    context = {
        "form": form,
        "rows": [_row(each) for each in queries.runs(now=timezone.now())],
    }
    status = 422 if sent else 200
    return page(request, "office/items/import.html", context, here="items", status=status)


@require_safe
@staff_page(Right.REVIEW_ITEMS)
def run(request: StaffRequest, run_id: int) -> HttpResponse:
    """How far a file has come; then what was taken and what was not."""
    row = _row(queries.run(run_id, now=timezone.now()))
    start = typed.number(request.GET.get("after", "")) or 0
    rejected = queries.rejections(run_id, after=start, limit=_PAGE)
    context = {
        "row": row,
        "run": row.run,
        "going": row.run.going,
        **_progress(row.run),
        "said": said(row.run.refusal, row.run.facts) if row.run.refusal else "",
        "counts": _counts(row.run),
        "rejected": [(one, reason(one)) for one in rejected],
        "start": start,
        "following": rejected[-1].line if len(rejected) == _PAGE else 0,
    }
    if request.headers.get("HX-Request"):
        return render(request, "office/items/import_run.html#run", context)
    return page(request, "office/items/import_run.html", context, here="items")


def _row(found: RunView) -> Row:
    state, tone = _LOST if found.lost else _STATES[found.state]
    return Row(found, who.named(found.by), state, tone)


def _progress(found: RunView) -> dict[str, object]:
    """The bar: what is going on, and by number."""
    if found.state is RunState.WAITING:
        return {"label": "排队等候", "done": 0, "total": 0, "number": "前面还有别的导入或任务"}
    number = whole(found.done)
    if found.total:
        share = min(found.done / found.total, 1)
        number = f"{whole(found.done)} / {whole(found.total)}（{percent(share, 0)}）"
    return {
        "label": STAGES.get(found.stage, "开始"),
        "done": found.done,
        "total": found.total,
        "number": number if found.done else "",
    }


def _counts(found: RunView) -> list[tuple[str, str]]:
    pairs = (
        ("读到", found.rows),
        ("新增", found.created),
        ("更新", found.changed),
        ("未变", found.unchanged),
        ("有误", found.rejected),
    )
    return [(label, whole(number)) for label, number in pairs]


@require_safe
@staff_page(Right.REVIEW_ITEMS)
def report(request: StaffRequest, run_id: int) -> StreamingHttpResponse:
    """All lines that were not taken, as a table to work through."""
    found = queries.run(run_id, now=timezone.now())
    lines = _written(_HEAD, (_cells(one) for one in queries.every_rejection(run_id)))
    return _csv(lines, f"导入有误的行 {found.file_name.rpartition('.')[0] or run_id}.csv")


@require_safe
@staff_page(Right.REVIEW_ITEMS)
def template(request: StaffRequest) -> StreamingHttpResponse:
    """An empty table with every column that is understood."""
    return _csv(_written([field.label for field in FIELDS.values()], ()), "事项导入模板.csv")


def _cells(one: Rejected) -> list[str]:
    return [str(one.line), one.column, one.value, reason(one)]


def _written(head: Iterable[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """Lines of a CSV that spreadsheets read as text, Chinese and all."""
    yield "\ufeff"
    yield _line(list(head))
    for cells in rows:
        yield _line([f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells])


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _csv(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(
        (line.encode() for line in lines), content_type="text/csv; charset=utf-8"
    )
    header = content_disposition_header(as_attachment=True, filename=name)
    answer["Content-Disposition"] = header or "attachment"
    return answer
