"""Handed out so that a browser shows or saves it, and never runs it."""

import io
from urllib.parse import quote

import pytest
from django.http import HttpRequest, HttpResponseBase
from django.test import Client
from django.urls import path

from tests.support.files.builders import picture, send
from tests.support.files.hostile_pdfs import pdf
from yimen.channels.doorway.downloads import file_response
from yimen.support.files import inspector, queries
from yimen.support.files.models import StoredFile


def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    return file_response(public_id, as_attachment="save" in request.GET)


urlpatterns = [path("file/<str:public_id>", file)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_a_picture_is_shown_in_a_sandbox(client: Client) -> None:
    sent = send(picture(), "身份证 正面.jpg")

    answer = client.get(f"/file/{sent.id}")

    assert b"".join(answer) == b"".join(queries.content(sent.id))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Length"] == str(sent.size)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'; ")
    encoded = quote("身份证 正面.jpg")
    assert answer.headers["Content-Disposition"] == f"inline; filename*=utf-8''{encoded}"


def test_a_pdf_is_shown_by_the_browsers_own_reader_and_can_be_saved(client: Client) -> None:
    sent = send(pdf(), "申请书.pdf")

    shown = client.get(f"/file/{sent.id}")
    saved = client.get(f"/file/{sent.id}?save")

    assert shown.headers["Content-Type"] == "application/pdf"
    assert shown.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'; ")
    assert shown.headers["Content-Disposition"].startswith("inline; ")
    assert saved.headers["Content-Disposition"].startswith("attachment; ")
    assert io.BytesIO(b"".join(saved)).read(5) == b"%PDF-"


def test_an_unknown_file_is_not_found(client: Client) -> None:
    answer = client.get("/file/nothing")

    assert answer.status_code == 404
    assert "没有找到这个文件" in answer.content.decode()


def test_a_file_that_is_being_checked_is_not_handed_out(client: Client) -> None:
    with inspector.turn(0):
        sent = send(picture())

    answer = client.get(f"/file/{sent.id}")

    assert answer.status_code == 409
    assert "已收到，正在检查" in answer.content.decode()


def test_a_refused_file_is_answered_by_its_reason(client: Client) -> None:
    with pytest.raises(Exception, match=r"files\.kind_not_allowed"):
        send(b"MZ")

    answer = client.get(f"/file/{StoredFile.objects.get().public_id}")

    assert answer.status_code == 422
    assert "程序不能上传" in answer.content.decode()


def test_a_file_the_store_has_lost_is_said_to_be_unreadable_now(client: Client) -> None:
    sent = send(picture())
    StoredFile.objects.update(kept="kept/00/gone")

    answer = client.get(f"/file/{sent.id}")

    assert answer.status_code == 503
    assert "暂时读不出来" in answer.content.decode()
