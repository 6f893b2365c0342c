"""The issue window over the API: what waits, and giving it to whoever may take it, once."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import Caller, Own, code_of
from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.bundled import build_newborn
from tests.cases.office import ZHANG, Office, build_office, ten
from tests.desk.test_intake import picture
from yimen.journeys import results
from yimen.services.cases.models import Case
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.custody import papers_of
from yimen.services.cases.queries.handing import hand_out_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperState

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def made(office: Office, **more: object) -> CaseView:
    case = office.granted(**more)
    results.make(case.id, at=ten(60))
    return cases.case(case.id)


def taken(signature: bytes | None = None, **fields: Any) -> dict[str, Any]:
    """The form of whoever stands there: the applicant with their card."""
    drawn = SimpleUploadedFile("s.png", picture() if signature is None else signature)
    return {"number": CITIZEN, "name": "演示张三", "signature": drawn, **fields}


def test_what_waits_is_listed_masked_and_found_by_a_card(office: Office, own: Own) -> None:
    person = replace(ZHANG, agent_id=OTHER_CITIZEN, agent_name="演示李四")
    case, issuer = made(office, person=person), own(office.issuer)

    listed = issuer.get("/results").json()
    agent = issuer.post("/results/search", {"id": OTHER_CITIZEN}).json()
    nobody = issuer.post("/results/search", {"id": "11010519491231002X"}).json()

    assert [(each["kind"], each["number"], each["state"]) for each in listed] == [
        ("case", case.number, "certified")
    ]
    assert listed[0]["applicant"] == "演**三"
    assert CITIZEN not in str(listed)
    assert (agent, nobody) == (listed, [])


def test_the_applicant_takes_a_result_with_its_paper_signed_for(office: Office, own: Own) -> None:
    case, issuer = made(office), own(office.issuer)
    place = f"/cases/{case.number}"
    printed = issuer.post(f"{place}/result-papers").json()
    again = issuer.post(f"{place}/result-papers").json()

    out = issuer.form(f"{place}/hand-out", taken())

    assert ([each["kind"] for each in printed], again) == (["result"], printed)
    assert (out.status_code, out.json()["case"]["state"]) == (201, "delivered")
    assert (out.json()["taken"]["taker"], out.json()["taken"]["name"]) == ("applicant", "演**三")
    kept = hand_out_of(case.id)
    assert kept is not None
    assert (kept.by, kept.by_reader, bool(kept.signature_file)) == (office.issuer.id, False, True)
    assert [each.state for each in papers_of(case.id)] == [PaperState.GONE]


def test_a_proxy_shows_two_cards_and_an_authority(office: Office, own: Own) -> None:
    case, issuer = made(office), own(office.issuer)
    place = f"/cases/{case.number}/hand-out"
    issuer.post(f"/cases/{case.number}/result-papers")
    who: dict[str, Any] = {"number": OTHER_CITIZEN, "name": "演示李四"}

    stranger = issuer.form(place, taken(**who))
    half = issuer.form(place, taken(**who, applicants_number=CITIZEN))
    whole = issuer.form(place, taken(**who, applicants_number=CITIZEN, authority="true"))

    assert code_of(stranger) == "cases.not_the_taker"
    assert code_of(half) == "cases.authority_needed"
    assert (whole.status_code, whole.json()["taken"]["taker"]) == (201, "proxy")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"signature": b"no picture"}, "files.kind_not_allowed"),
        ({"signature": b""}, "files.empty"),
        ({"signature": b"\x89PNG\r\n\x1a\n" + bytes(1024 * 1024)}, "files.too_large"),
        ({"number": "1"}, "identifiers.citizen_id"),
        ({"number": OTHER_CITIZEN, "applicants_number": "1"}, "identifiers.citizen_id"),
        ({"name": ""}, "api.bad_fields"),
    ],
)
def test_nothing_leaves_without_a_signature_and_a_card(
    office: Office, own: Own, change: dict[str, Any], code: str
) -> None:
    case = made(office)

    refused = own(office.issuer).form(f"/cases/{case.number}/hand-out", taken(**change))

    assert (refused.status_code, code_of(refused)) == (422, code)
    assert cases.case(case.id).state.value == "certified"


def test_the_same_key_hands_out_once_and_without_it_the_second_is_refused(
    office: Office, own: Own
) -> None:
    case, issuer = made(office), own(office.issuer)
    place = f"/cases/{case.number}/hand-out"
    issuer.post(f"/cases/{case.number}/result-papers")

    first = issuer.form(place, taken(), Idempotency_Key="h1")
    again = issuer.form(place, taken(), Idempotency_Key="h1")
    other = issuer.form(place, taken())

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert code_of(other) == "cases.handed_out"


def test_only_the_issue_window_hands_out_and_nothing_is_kept_for_others(
    system: Caller, office: Office, own: Own
) -> None:
    case = made(office)

    answers = [
        caller.form(f"/cases/{case.number}/hand-out", taken())
        for caller in (system, own(office.clerk), own(office.handler))
    ]
    listed = own(office.clerk).get("/results")

    assert {code_of(each) for each in [*answers, listed]} == {"not_allowed"}
    Case.objects.filter(pk=case.id).update(centre_id=0)
    far = own(office.issuer).form(f"/cases/{case.number}/hand-out", taken())
    assert code_of(far) == "cases.case_not_found"


def test_results_of_a_bundle_are_given_together(hall: Hall, own: Own) -> None:
    newborn = build_newborn(hall)
    view = newborn.filed()
    issuer = own(newborn.office.issuer)
    early = issuer.form(f"/bundle-cases/{view.number}/hand-out", taken())
    for key in ("birth", "household", "card", "gift"):
        newborn.decide(view.id, key)
        newborn.go_on(view.id)

    listed = issuer.get("/results").json()
    issuer.post(f"/bundle-cases/{view.number}/result-papers")
    out = issuer.form(f"/bundle-cases/{view.number}/hand-out", taken(), Idempotency_Key="b1")
    again = issuer.form(f"/bundle-cases/{view.number}/hand-out", taken(), Idempotency_Key="b1")

    assert code_of(early) == "cases.bundle_not_ready"
    assert [(each["kind"], each["number"]) for each in listed] == [("bundle", view.number)]
    assert (out.status_code, out.json()["state"]) == (201, "done")
    assert (again.status_code, again.json()) == (200, out.json())
