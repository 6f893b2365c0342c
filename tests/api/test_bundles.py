"""Bundles over the API: looked at for a situation, filed once, followed by the key's rights."""

from typing import Any

import pytest

from tests.api.conftest import Caller, code_of
from tests.builders import CITIZEN, Hall
from tests.cases.bundled import FROM_AFAR, Newborn, build_newborn
from tests.journeys.test_reuse import issued
from yimen.services.cases.models import Case, CaseBundle

pytestmark = pytest.mark.django_db


@pytest.fixture
def newborn(hall: Hall) -> Newborn:
    return build_newborn(hall)


def asked(**more: Any) -> dict[str, Any]:
    return {
        "bundle": "newborn",
        "answers": {"card": "yes"},
        "applicant": {"id": CITIZEN, "name": "演示张三", "phone": "13800000000"},
        "form": {"name": "演示张三", "mobile": "13800000000"},
        "materials": [
            {"key": "birth-id", "way": "bring"},
            {"key": "card-form", "way": "bring"},
        ],
        **more,
    }


def test_it_is_listed_and_looked_at_for_a_situation(system: Caller, newborn: Newborn) -> None:
    (line,) = system.get("/bundles").json()
    found = system.get("/bundles/newborn?answer=card:yes").json()

    assert (line["code"], line["days"], line["items"]) == ("newborn", 8, 4)
    assert [part["waits_for"] for part in found["parts"]] == [[], ["birth"], ["household"], []]
    assert found["materials"][0]["parts"] == ["birth", "household", "gift"]
    assert found["unanswered"] == []
    assert code_of(system.get("/bundles/newborn?answer=card:x")) == "catalogue.bad_answer"
    assert code_of(system.get("/bundles/none")) == "catalogue.bundle_not_found"


def test_it_is_filed_once_and_followed(system: Caller, newborn: Newborn) -> None:
    first = system.post("/bundle-cases", asked(), Idempotency_Key="k1")
    again = system.post("/bundle-cases", asked(), Idempotency_Key="k1")

    body = first.json()
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["number"] == body["number"]
    assert CaseBundle.objects.count() == 1
    found = system.get(f"/bundle-cases/{body['number']}").json()
    assert [part["state"] for part in found["parts"]] == [
        "handled",
        "waiting",
        "waiting",
        "handled",
    ]
    assert found["applicant"] == "演**三"
    assert system.get(f"/cases/{found['parts'][0]['case']}").json()["state"] == "accepted"


def test_what_is_missing_refuses_all_of_it(system: Caller, newborn: Newborn) -> None:
    refused = system.post("/bundle-cases", asked(materials=[]))

    assert code_of(refused) == "cases.materials_missing"
    assert Case.objects.count() == CaseBundle.objects.count() == 0


def test_materials_say_what_one_file_may_be_and_what_may_stand_in(
    system: Caller, hall: Hall
) -> None:
    build_newborn(hall, asked=FROM_AFAR)

    found = system.get("/bundles/newborn?answer=card:yes").json()
    item = system.get("/items/birth").json()

    ids, form, lease, _photo = found["materials"]
    assert (ids["max_mb"], ids["max_pages"], ids["may_be_held"]) == (2, 3, True)
    assert (form["max_mb"], form["max_pages"], form["may_be_held"]) == (0, 0, False)
    assert lease["promise"] == "租赁合同真实有效，租期未满"
    assert (item["materials"][0]["max_mb"], item["materials"][0]["max_pages"]) == (2, 3)


def test_what_is_held_is_used_with_consent_and_what_may_be_is_promised(
    system: Caller, hall: Hall
) -> None:
    newborn = build_newborn(hall, asked=FROM_AFAR)
    held = issued(newborn.office, "父母居民身份证")
    sent: list[dict[str, Any]] = [
        {"key": "birth-id", "way": "held", "consent": True},
        {"key": "gift-lease", "way": "promise"},
        {"key": "card-form", "way": "sign"},
    ]

    refused = system.post("/bundle-cases", asked(materials=[sent[0] | {"consent": False}]))
    filed = system.post("/bundle-cases", asked(materials=sent)).json()

    assert code_of(refused) == "certificates.consent_needed"
    case = system.get(f"/cases/{filed['parts'][3]['case']}").json()
    ids, lease = case["materials"]
    assert (ids["state"], ids["held"]["number"]) == ("held", held.number)
    assert lease["promise"] == "租赁合同真实有效，租期未满"


def test_only_keys_with_the_right_file_and_look(
    system: Caller, machine: Caller, newborn: Newborn
) -> None:
    number = system.post("/bundle-cases", asked()).json()["number"]

    assert code_of(machine.post("/bundle-cases", asked())) == "not_allowed"
    assert code_of(machine.get(f"/bundle-cases/{number}")) == "not_allowed"
    CaseBundle.objects.update(centre_id=10**6)
    assert code_of(system.get(f"/bundle-cases/{number}")) == "cases.case_not_found"
    assert code_of(system.get("/bundle-cases/123")) == "identifiers.case_number"
