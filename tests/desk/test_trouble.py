"""Bad input at the window: hostile files and bad cards, each with an answer a clerk can act on."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from tests.builders import Hall
from tests.desk.test_intake import Window, text
from tests.support.files import hostile_pdfs as pdfs
from tests.support.files.hostile_pictures import zipped
from tests.support.files.test_uploads import BOUNDARY, Endless
from yimen.devices.demo_cards import demo_cards
from yimen.devices.readers import Fault, SimulatedReader
from yimen.services.cases.queries.materials import materials
from yimen.support.files.limits import MEGA

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(hall: Hall, settings: Settings, tmp_path: Path) -> Window:
    settings.READER = f"sim:{tmp_path / 'reader.json'}"
    made = Window(hall)
    made.address = made.begin()
    made.send("answer", who="self")
    return made


@pytest.fixture
def reader(window: Window, tmp_path: Path) -> SimulatedReader:
    return SimulatedReader(tmp_path / "reader.json")


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a renamed program": (lambda: b"MZ\x90\x00" + bytes(200), "身份证.jpg", "程序不能上传"),
    "a zip bomb": (lambda: zipped("a.txt", bytes(100_000_000)), "合同.pdf", "压缩包不能上传"),
    "a PDF with script": (
        lambda: pdfs.pdf(pdfs.script_when_opened),
        "合同.pdf",
        "可以运行的程序",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_keeps_nothing(window: Window, case: str) -> None:
    content, name, said = HOSTILE[case]
    upload = SimpleUploadedFile(name, content(), "image/jpeg")

    page = window.send("material/lease", way="upload", files=upload)

    assert said in page
    lease = next(each for each in materials(window.case.id) if each.key == "lease")
    assert (lease.state.value, lease.file_ids) == ("missing", ())


class Photo(Endless):
    """A photograph of so many bytes, in the form of a material."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="way"\r\n\r\nupload\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        ).encode()
        before = self._parts[0]
        assert isinstance(before, io.BytesIO)
        self.length += len(head) - len(before.getvalue())
        self._parts[0] = io.BytesIO(head)


def test_a_photograph_of_300_megabytes_is_refused_with_the_limit(window: Window) -> None:
    body = Photo(300 * MEGA)
    extra: Any = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(body.length),
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
    }

    answer = window.browser.generic("POST", f"{window.address}material/photo", **extra)

    assert answer.status_code == 302
    assert "文件太大，最多 20 MB" in text(window.browser.get(window.address))
    assert materials(window.case.id)[1].file_ids == ()


def test_a_good_card_names_the_applicant(window: Window, reader: SimulatedReader) -> None:
    reader.lay(demo_cards(timezone.localdate())[0])

    window.send("applicant", kind="person", phone="13800000000", read="applicant")

    assert (window.case.applicant, window.case.applicant_id) == ("张*明", "441***********0016")


def test_an_expired_card_names_nobody_and_says_where_to_renew_it(
    window: Window, reader: SimulatedReader
) -> None:
    reader.lay(demo_cards(timezone.localdate())[-1])

    said = window.send("applicant", kind="person", phone="13800000000", read="applicant")

    assert "这张身份证已过期（2019-06-30）。请先到公安户政窗口换领。" in said
    assert window.case.applicant == ""


def test_a_card_that_disagrees_with_its_number_names_nobody(
    window: Window, reader: SimulatedReader
) -> None:
    good = demo_cards(timezone.localdate())[0]
    reader.lay(replace(good, born=date(1991, 1, 1)))

    said = window.send("applicant", kind="person", phone="13800000000", read="applicant")

    assert "芯片里的出生日期与号码不一致" in said
    assert window.case.applicant == ""


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.NONE, "读卡区没有身份证"),
        (Fault.OFFLINE, "读卡器没有连接。请输入号码，由工作人员核对"),
    ],
)
def test_without_a_card_or_reader_the_number_can_be_typed(
    window: Window, reader: SimulatedReader, fault: Fault, said: str
) -> None:
    reader.break_by(fault)

    page = window.send("applicant", kind="person", phone="13800000000", read="applicant")

    assert said in page
    assert "没有带卡，或是单位：手工录入" in page
