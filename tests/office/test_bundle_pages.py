"""Bundles in the office: the other parts on a case's page, and the one hand-out."""

import pytest

from tests.builders import CITIZEN, Hall
from tests.cases.bundled import Newborn, build_newborn
from tests.journeys.builders import react
from tests.office.builders import as_role, browser_of
from tests.office.test_issue_pages import signature, text
from yimen.reference.people.rules import Role
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.custody import papers_of
from yimen.services.cases.rules.bundles import BundleState

pytestmark = pytest.mark.django_db


@pytest.fixture
def newborn(hall: Hall) -> Newborn:
    return build_newborn(hall)


def decided(newborn: Newborn) -> str:
    """A bundle every part of which was granted; its address."""
    view = newborn.filed()
    for key in ("birth", "household", "card", "gift"):
        newborn.decide(view.id, key, certify=False)
        for _ in range(3):
            react()
    return view.public_id


def test_a_cases_page_shows_the_other_parts_and_who_waits(newborn: Newborn) -> None:
    view = newborn.filed()
    birth = newborn.part(view.id, "birth")
    handler = browser_of(newborn.people[birth.department_id][0].id)

    page = text(handler.get(f"/office/cases/{birth.public_id}"))

    assert "出生一件事" in page
    assert "等“居民户口簿”出来后自动提交" in page


def test_parts_are_linked_for_those_who_may_open_them(newborn: Newborn) -> None:
    view = newborn.filed()
    birth, gift = newborn.part(view.id, "birth"), newborn.part(view.id, "gift")
    address = f"/office/cases/{gift.public_id}"
    handler = browser_of(newborn.people[birth.department_id][0].id)
    supervisor = as_role(newborn.office.hall, Role.SUPERVISOR)

    for_handler = text(handler.get(f"/office/cases/{birth.public_id}"))
    for_supervisor = text(supervisor.get(f"/office/cases/{birth.public_id}"))

    assert birth.department_id != gift.department_id
    assert handler.get(address).status_code == 404
    assert gift.item_name in for_handler
    assert address not in for_handler
    assert f'href="{address}"' in for_supervisor
    assert supervisor.get(address).status_code == 200


def test_all_results_are_given_at_once_with_one_signature(newborn: Newborn) -> None:
    public_id = decided(newborn)
    issuer = browser_of(newborn.office.issuer.id)
    address = f"/office/issue/bundles/{public_id}"

    listed = text(issuer.get("/office/issue/"))
    found = issuer.post("/office/issue/", {"q": bundles.bundle_by_public_id(public_id).number})
    printed = text(issuer.post(f"{address}/print", follow=True))
    given = text(
        issuer.post(
            address,
            {"number": CITIZEN, "name": "演示张三", "signature": signature()},
            follow=True,
        )
    )

    assert address in listed
    assert found.headers["Location"] == address
    assert "已登记 4 份结果" in printed
    assert "全部结果已交给来人" in given
    view = bundles.bundle_by_public_id(public_id)
    assert view.state is BundleState.DONE
    assert all(len(papers_of(part.case_id or 0)) == 1 for part in view.parts)


def test_one_result_is_given_early_only_where_it_is_asked_for(newborn: Newborn) -> None:
    view = newborn.filed()
    newborn.decide(view.id, "gift")
    gift = newborn.part(view.id, "gift")
    issuer = browser_of(newborn.office.issuer.id)
    address = f"/office/issue/{gift.public_id}"
    shown = {"number": CITIZEN, "name": "演示张三", "signature": signature()}

    page = text(issuer.get(address))
    refused = text(issuer.post(address, shown, follow=True))
    whole = text(issuer.get(f"/office/issue/bundles/{view.public_id}"))
    taken = text(issuer.post(address, shown | {"early": "on"}, follow=True))

    assert "还有 3 个事项没有结果" in page
    assert "申请人要求先领这一项" in page
    assert "一件事的结果一起领取" in refused
    assert "还不能一起领取" in whole
    assert "领取记录" in taken


def test_a_bundle_of_another_centre_or_a_draft_is_none(newborn: Newborn) -> None:
    draft = newborn.filled()
    issuer = browser_of(newborn.office.issuer.id)

    assert issuer.get(f"/office/issue/bundles/{draft.public_id}").status_code == 404
    assert issuer.get("/office/issue/bundles/none").status_code == 404
