"""Files on the page of a case, and where materials come from that nobody handed in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from tests.builders import CITIZEN, Hall
from tests.cases.office import TEN, Office, build_office, ten
from tests.desk.test_intake import picture
from tests.office.builders import browser_of
from yimen.journeys import reuse, take_in
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import drafting, filing
from yimen.services.cases.models import CaseEvent
from yimen.services.cases.queries import materials
from yimen.services.cases.queries.views import CaseView
from yimen.services.certificates import actions as certificates
from yimen.services.certificates.actions import ToIssue
from yimen.services.certificates.rules.states import Change
from yimen.support.files import actions as files
from yimen.support.files.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def with_photo(office: Office) -> tuple[CaseView, str]:
    """An accepted case with an uploaded photograph, and the address of the file."""
    draft = office.filled()
    upload = SimpleUploadedFile("照片<script>.png", picture(), "text/html")
    take_in.give_files(draft.id, "photo", "upload", [upload], by=office.clerk, at=timezone.now())
    filing.receive(draft.id, by=office.clerk, at=ten(5))
    case = filing.accept(draft.id, by=office.clerk, at=ten(6))
    file_id = next(e for e in materials.materials(case.id) if e.key == "photo").file_ids[0]
    return case, f"/office/cases/{case.public_id}/files/{file_id}"


def test_a_signature_that_the_check_took_away_is_told_beside_the_file(office: Office) -> None:
    case, _ = with_photo(office)
    handler = browser_of(office.handler.id)
    before = handler.get(f"/office/cases/{case.public_id}").content.decode()

    StoredFile.objects.update(was_signed=True)

    page = handler.get(f"/office/cases/{case.public_id}").content.decode()
    assert (before.count("需要验签请查原件"), page.count("需要验签请查原件")) == (0, 1)


def test_who_sees_people_opens_a_file_which_cannot_run(office: Office) -> None:
    case, address = with_photo(office)
    handler = browser_of(office.handler.id)

    shown, saved = handler.get(address), handler.get(f"{address}?save")

    assert isinstance(shown, StreamingHttpResponse)
    body = b"".join(shown)
    assert (shown.status_code, body[:8]) == (200, b"\x89PNG\r\n\x1a\n")
    assert int(shown["Content-Length"]) == len(body)
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    for answer in (shown, saved):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cache-Control"] == "private, no-store"
        assert "<script>" not in answer["Content-Disposition"]
    looked = CaseEvent.objects.filter(case_id=case.id, event="open_file")
    assert [line.actor for line in looked] == [f"staff:{office.handler.label}"] * 2


def test_who_does_not_see_people_is_refused_the_file_and_nothing_is_said_of_it(
    office: Office,
) -> None:
    case, address = with_photo(office)

    refused = browser_of(office.supervisor.id).get(address)
    stranger = Client().get(address)

    assert refused.status_code == 403
    assert b"PNG" not in refused.content
    assert stranger.status_code == 302
    assert not CaseEvent.objects.filter(case_id=case.id, event="open_file").exists()


def test_a_file_that_was_taken_away_is_not_found(office: Office) -> None:
    _, address = with_photo(office)
    files.drop(address.rsplit("/", 1)[1], actor_label="staff:7000", at=timezone.now())

    answer = browser_of(office.handler.id).get(address)

    assert answer.status_code == 404
    assert b"PNG" not in answer.content


def test_the_page_says_where_a_held_material_comes_from_and_what_became_of_it(
    office: Office,
) -> None:
    draft = office.filled()
    drafting.take_back(draft.id, "id", by=office.clerk, at=ten(4))
    held = certificates.issue(
        ToIssue(
            name="居民身份证",
            reference="register:1",
            department_id=office.department_id,
            holder_id=CITIZEN,
            holder_name="演示张三",
            authority_code="11441900007330060J",
            authority="东莞市公安局",
            valid_from=TEN.date(),
        ),
        by=HOUSE,
        at=ten(),
    )
    reuse.use(draft.id, "id", "certificate", held.id, agreed=True, by=office.clerk, at=ten(5))
    case = filing.receive(draft.id, by=office.clerk, at=ten(6))
    handler = browser_of(office.handler.id)

    page = handler.get(f"/office/cases/{case.public_id}").content.decode()
    certificates.change(held.id, Change.REVOKE, reason="核查", by=HOUSE, at=ten(7))
    later = handler.get(f"/office/cases/{case.public_id}").content.decode()

    assert "电子证照（可信等级 A），东莞市公安局签发，长期有效" in page
    assert held.number in page
    assert "2019-11-05 申请人同意：办理“居住证申领”，代替提交“居民身份证”" in page
    assert "使用后证照状态变为" not in page
    assert "使用后证照状态变为“已吊销”" in later
