"""Files over the API: sent for a material, listed with their checks, opened on record."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.api.conftest import Caller, Own, code_of
from tests.api.test_cases import asked
from tests.builders import Hall
from tests.cases.office import Office, build_office
from tests.desk.test_intake import picture
from yimen.channels.api.models import Repeat
from yimen.services.cases.models import Case, CaseEvent
from yimen.support.audit import holds
from yimen.support.files.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def send(caller: Caller, path: str, *contents: bytes, way: str = "upload", key: str = "") -> Any:
    files = [SimpleUploadedFile("张三的照片.exe", each, "text/html") for each in contents]
    headers = {"Idempotency_Key": key} if key else {}
    return caller.form(path, {"files": files, "way": way}, **headers)


def received(system: Caller) -> str:
    """A case that was taken in and not accepted yet."""
    return str(system.post("/cases", asked(accept=False)).json()["number"])


def test_a_file_is_taken_by_its_content_and_listed_without_its_name(
    system: Caller, office: Office
) -> None:
    number = received(system)

    sent = send(system, f"/cases/{number}/materials/photo/files", picture())

    assert (sent.status_code, sent.json()["state"]) == (201, "given")
    page = sent.json()["files"][0]
    assert (page["state"], page["media_type"], page["pages"]) == ("clean", "image/png", 1)
    listed = system.get(f"/cases/{number}/files").json()
    assert [(each["id"], each["material"]) for each in listed] == [(page["id"], "photo")]
    assert "张三" not in sent.content.decode()


def test_later_files_come_behind_and_all_of_them_are_taken_away(
    system: Caller, office: Office
) -> None:
    number = received(system)
    place = f"/cases/{number}/materials/photo"
    first = send(system, f"{place}/files", picture()).json()["files"]

    second = send(system, f"{place}/files", picture(), picture()).json()["files"]
    back = system.post(f"{place}/take-back")

    assert (len(second), second[:1]) == (3, first)
    assert back.json() == {"material": "photo", "state": "missing", "files": []}
    assert system.get(f"/cases/{number}/files").json() == []


def test_what_a_page_would_refuse_is_refused_and_said_in_the_list(
    system: Caller, office: Office
) -> None:
    number = received(system)
    place = f"/cases/{number}/materials/photo/files"

    program = send(system, place, b"MZ" + bytes(200))
    empty = send(system, place, b"")
    one_bad = send(system, place, picture(), b"MZ" + bytes(200))
    scanned = send(system, place, picture(), way="scan")

    assert code_of(program) == code_of(one_bad) == "files.kind_not_allowed"
    assert program.status_code == 422
    assert code_of(empty) == "files.empty"
    assert code_of(scanned) == "cases.way_not_offered"
    listed = system.get(f"/cases/{number}/files").json()
    assert [(each["state"], each["material"], each["refusal"]) for each in listed] == [
        ("refused", "", "files.kind_not_allowed")
    ] * 2


def test_the_same_key_sends_once_and_a_refusal_frees_it(system: Caller, office: Office) -> None:
    number = received(system)
    place = f"/cases/{number}/materials/photo/files"
    refused = send(system, place, b"MZ" + bytes(200), key="f1")

    first = send(system, place, picture(), key="f1")
    again = send(system, place, picture(), key="f1")
    other = send(system, place, picture(), picture(), key="f1")

    assert (refused.status_code, first.status_code, again.status_code) == (422, 201, 200)
    assert (again.json(), again["Idempotent-Replayed"]) == (first.json(), "true")
    assert code_of(other) == "hall.key_reused"
    assert len(system.get(f"/cases/{number}/files").json()) == 2  # the refused one, and one page


def test_a_key_whose_request_is_at_work_waits_and_one_left_by_a_kill_is_free_again(
    system: Caller, office: Office
) -> None:
    number = received(system)
    place = f"/cases/{number}/materials/photo/files"
    send(system, place, picture(), key="f1")
    Repeat.objects.filter(key="f1").update(answer={})

    waiting = send(system, place, picture(), key="f1")
    Repeat.objects.filter(key="f1").update(at=timezone.now() - timedelta(minutes=6))
    later = send(system, place, picture(), key="f1")

    assert (waiting.status_code, code_of(waiting)) == (409, "api.still_working")
    assert waiting["Retry-After"] == "1"
    assert (later.status_code, len(later.json()["files"])) == (201, 2)


def test_after_acceptance_nothing_comes_or_goes(system: Caller, office: Office) -> None:
    number = str(system.post("/cases", asked()).json()["number"])

    late = send(system, f"/cases/{number}/materials/photo/files", picture())
    gone = system.post(f"/cases/{number}/materials/id/take-back")

    assert code_of(late) == code_of(gone) == "cases.not_editable"
    assert set(StoredFile.objects.values_list("state", flat=True)) == {"dropped"}


def test_what_was_tolerated_comes_as_a_file_after_the_acceptance(
    system: Caller, office: Office
) -> None:
    number = str(
        system.post(
            "/cases", asked(materials=[{"key": "id", "way": "bring"}], accept=False)
        ).json()["number"]
    )
    system.post(f"/cases/{number}/accept", {"tolerant_days": 5})
    place = f"/cases/{number}/materials/lease/make-up"

    def page() -> dict[str, Any]:
        return {"file": SimpleUploadedFile("合同.png", picture())}

    bad = system.form(place, {"file": SimpleUploadedFile("合同.png", b"MZ" + bytes(200))})
    sent = system.form(place, page(), Idempotency_Key="m1")
    again = system.form(place, page(), Idempotency_Key="m1")
    twice = system.form(place, page())

    assert code_of(bad) == "files.kind_not_allowed"
    assert (sent.status_code, sent.json()["state"], len(sent.json()["files"])) == (201, "given", 1)
    assert (again.status_code, again.json()) == (200, sent.json())
    assert code_of(twice) == "cases.material_not_found"
    assert not Case.objects.get(number=number).tolerant


def test_a_file_is_opened_by_who_may_see_people_with_a_reason_and_on_record(
    system: Caller, office: Office, own: Own
) -> None:
    number = received(system)
    page = send(system, f"/cases/{number}/materials/photo/files", picture()).json()["files"][0]
    place, why = f"/cases/{number}/files/{page['id']}/open", {"reason": "核对照片"}

    opened = own(office.handler).post(place, why)
    without = own(office.handler).post(place, {"reason": " "})
    machine = system.post(place, why)
    supervisor = own(office.supervisor).post(place, why)

    body = b"".join(opened.streaming_content)
    assert (opened.status_code, body[:8]) == (200, b"\x89PNG\r\n\x1a\n")
    assert (opened["Content-Type"], int(opened["Content-Length"])) == ("image/png", len(body))
    assert opened["Content-Disposition"].startswith("attachment")
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert code_of(without) == "api.bad_fields"
    assert code_of(machine) == code_of(supervisor) == "not_allowed"
    looked = CaseEvent.objects.filter(case__number=number, event="open_file")
    assert [(line.actor, line.reason) for line in looked] == [
        (f"staff:{office.handler.label}", "核对照片")
    ]


def test_the_reason_of_a_look_is_part_of_the_case_s_audit_chain(
    system: Caller, office: Office, own: Own
) -> None:
    number = received(system)
    page = send(system, f"/cases/{number}/materials/photo/files", picture()).json()["files"][0]

    own(office.handler).post(f"/cases/{number}/files/{page['id']}/open", {"reason": "核对"})

    case = Case.objects.get(number=number)
    told = system.get(f"/cases/{number}").json()
    assert holds(f"case:{case.pk}", told["audit_number"], told["audit_digest"])


def test_another_case_s_file_and_another_centre_s_case_are_not_found(
    system: Caller, office: Office, own: Own
) -> None:
    number, other = received(system), received(system)
    page = send(system, f"/cases/{number}/materials/photo/files", picture()).json()["files"][0]
    handler = own(office.handler)

    elsewhere = handler.post(f"/cases/{other}/files/{page['id']}/open", {"reason": "核对"})
    unknown = send(system, f"/cases/{number}/materials/none/files", picture())
    Case.objects.filter(number=number).update(centre_id=0)
    far = send(system, f"/cases/{number}/materials/photo/files", picture())

    assert code_of(elsewhere) == code_of(unknown) == "cases.material_not_found"
    assert code_of(far) == "cases.case_not_found"


def test_a_draft_takes_files_by_its_id(office: Office, own: Own) -> None:
    draft = office.filled()
    clerk = own(office.clerk)
    place = f"/cases/{draft.public_id}"

    sent = send(clerk, f"{place}/materials/photo/files", picture())
    stranger = own(office.handler).get(f"{place}/files")
    gone = clerk.post(f"{place}/materials/photo/take-back")

    assert (sent.status_code, len(sent.json()["files"])) == (201, 1)
    assert code_of(stranger) == "not_allowed"
    assert gone.json()["files"] == []


@pytest.mark.parametrize(
    ("media", "body", "status", "code"),
    [
        ("application/json", b"{}", 415, "api.unsupported_media_type"),
        ("application/x-www-form-urlencoded", b"way=upload", 415, "api.unsupported_media_type"),
        ("multipart/form-data", b"x", 400, "api.bad_multipart"),
        ("multipart/form-data; boundary=x", b"--x--\r\n", 422, "api.bad_fields"),
    ],
)
def test_what_is_no_form_with_files_is_refused(
    system: Caller, office: Office, media: str, body: bytes, status: int, code: str
) -> None:
    number = received(system)

    answer = system.send(f"/cases/{number}/materials/photo/files", body, media)

    assert (answer.status_code, code_of(answer)) == (status, code)
