"""Uploads as browsers send them: large ones cost no memory, too large ones get a sentence."""

import io
import tracemalloc
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.support.files.builders import NOW, picture
from yimen.support.files import actions
from yimen.support.files.limits import CEILING, MEGA, Limits
from yimen.support.files.models import StoredFile
from yimen.support.files.uploads import BoundedUpload

BOUNDARY = "yimen-boundary"


def upload(request: HttpRequest) -> HttpResponse:
    """A page that takes files, as every door's does."""
    limits = Limits()
    found = [
        actions.receive(
            one, one.name or "", limits=limits, subject="case:17", actor_label="citizen:7", at=NOW
        )
        for one in request.FILES.getlist("file")
    ]
    names = " ".join(view.name for view in found)
    return HttpResponse(f"{names} {request.POST.get('note', '')}")


urlpatterns = [path("upload", upload)]
handler400 = "yimen.support.error_pages.bad_request"
handler500 = "yimen.channels.doorway.refusals.broken"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class Endless(io.RawIOBase):
    """A body of one file with so many bytes, made while it is read."""

    def __init__(self, size: int, name: str = "IMG_0001.jpg") -> None:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        tail = f"\r\n--{BOUNDARY}--\r\n"
        self.length = len(head) + size + len(tail)
        self._parts = [io.BytesIO(head.encode()), size, io.BytesIO(tail.encode())]
        self._block = b"\xff\xd8\xff" + b"\x00" * (64 * 1024)

    def read(self, size: int = -1) -> bytes:
        while self._parts:
            part = self._parts[0]
            if isinstance(part, int):
                given = self._block[: min(part, size if size > 0 else len(self._block))]
                self._parts[0] = part - len(given)
            else:
                given = part.read(size)  # type: ignore[attr-defined]
            if given:
                return given
            self._parts.pop(0)
        return b""


def post(body: Endless) -> HttpResponse:
    extra: Any = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(body.length),
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
    }
    answer = Client().generic("POST", "/upload", **extra)
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("megabytes", [25, 300])
def test_a_photograph_too_large_gets_a_sentence_and_costs_no_memory(megabytes: int) -> None:
    tracemalloc.start()

    answer = post(Endless(megabytes * MEGA))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 422
    assert "文件太大，最多 20 MB" in answer.content.decode()
    assert peak < 10 * MEGA
    assert not StoredFile.objects.exists()


def test_what_is_far_beyond_any_file_is_not_read_at_all() -> None:
    body = Endless(11 * CEILING)

    answer = post(body)

    assert answer.status_code == 400
    assert len(body._parts) == 3


def test_several_files_and_fields_of_a_form_arrive(client: Client) -> None:
    files = [SimpleUploadedFile(f"{n}.jpg", picture()) for n in ("正面", "反面")]

    answer = client.post("/upload", {"note": "两张", "file": files})

    assert answer.content.decode() == "正面.jpg 反面.jpg 两张"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/cron.d/x.jpg", "x.jpg"),
        ("a\x00b.jpg", "ab.jpg"),
        ("证明\u202egpj.exe", "证明gpj.jpg"),
        ("&lt;b&gt;.jpg", "_b_.jpg"),
    ],
)
def test_a_wicked_name_becomes_a_plain_one(client: Client, name: str, shown: str) -> None:
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    ).encode() + picture()

    answer = client.generic(
        "POST",
        "/upload",
        body + f"\r\n--{BOUNDARY}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )

    assert answer.content.decode().strip() == shown


def test_what_comes_after_too_much_in_one_request_is_thrown_away_too() -> None:
    handler = BoundedUpload()
    handler.handle_raw_input(io.BytesIO(), {}, 1, BOUNDARY)
    seen: list[UploadedFile[Any]] = []
    for size in (CEILING, 10):
        handler.new_file("file", "a.jpg", "image/jpeg", None)
        for start in range(0, size, MEGA):
            handler.receive_data_chunk(b"\x00" * min(MEGA, size - start), start)
        seen.append(handler.file_complete(size))

    first, second = seen
    assert (first.size, second.size) == (CEILING, 10)
    assert second.read() == b""
    handler.upload_interrupted()
    assert first.closed
