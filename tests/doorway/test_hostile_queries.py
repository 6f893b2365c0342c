"""No page breaks on what an address or a form says: days of no calendar, numbers of no table."""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, ClassVar

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from tests.builders import CITIZEN, Hall, staff
from tests.catalogue.passport import CODE, publish_passport
from tests.office.builders import browser_of
from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity
from yimen.reference.people.models import RoleGrant
from yimen.reference.people.rules import HOUSE, Role

pytestmark = pytest.mark.django_db

#: Said for one thing after another, the rest being sensible: what passes a first look.
SLY = ("9999-12-31", "9" * 20, "0020209")
#: Said for everything at once.
HOSTILE = (
    *SLY,
    "",
    "x",
    "²",
    "１２３",
    "9" * 18,
    "9" * 5000,
    "0001-01-01",
    "2026-02-30",
    "9999-12-31." + "9" * 20,
)
#: What lets pages read on: a period has a second end once its first is there.
SENSIBLE = "2020-01-17"
#: Pages whose address names something that is there.
NAMED = {
    "office": [
        "/office/figures/file.xlsx",
        f"/office/items/of/{CODE}",
        f"/office/items/compare/{CODE}",
        f"/office/items/edit/{CODE}",
        "/office/payments/reconciling/9999-12-31",
        "/office/queues/HZ",
    ],
    "desk": ["/desk/2/", "/desk/2/guide", "/desk/2/cases/", "/desk/2/cases/find"],
    "portal": [
        "/way/test",
        f"/items/{CODE}",
        "/book/q/HZ",
        "/book/q/HZ/0001-01-01",
        "/book/q/HZ/9999-12-31",
        "/book/q/HZ/2026-02-30",
    ],
}

#: So many questions at least: the pages were found, and what they look for.
ENOUGH = {"office": 500, "desk": 20, "portal": 60}


class Watched(QueryDict):
    """A query that remembers which names a page looks for."""

    seen: ClassVar[set[str]] = set()

    def __getitem__(self, name: str) -> Any:
        self.seen.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.seen.add(name)
        return super().get(name, default)

    def getlist(self, name: str, default: Any = None) -> Any:
        self.seen.add(name)
        return super().getlist(name, default)

    def __contains__(self, name: object) -> bool:
        self.seen.add(str(name))
        return super().__contains__(name)


def watched(request: Any) -> QueryDict:
    """A request's query, watched."""
    return Watched(request.META.get("QUERY_STRING", ""), encoding=request.encoding)


@pytest.fixture
def browser_of_all(hall: Hall) -> Client:
    """Somebody who may open every page: clerk at window 2, each office role, a checked citizen."""
    publish_passport()
    clerk = staff(hall, Role.CLERK)
    RoleGrant.objects.bulk_create(
        RoleGrant(staff_id=clerk.id, role=role.value) for role in Role if role is not Role.CLERK
    )
    client = browser_of(clerk.id)
    client.post("/desk/log-in", {"number": 2})
    identity = Identity(CITIZEN, "张小明", "13800001234")
    known = people.know_citizen(identity, by=HOUSE, at=timezone.now(), checked=True)
    session = client.session
    session["citizen"] = {"id": known.id, "used_at": timezone.now().isoformat()}
    session.save()
    return client


def pages(door: str) -> list[str]:
    """A door's addresses that name nothing, and those of `NAMED`."""
    urls = import_module(f"yimen.channels.{door}.urls").urlpatterns
    home = "/" if door == "portal" else f"/{door}/"
    return [home + route for route in _routes(urls) if "<" not in route] + NAMED[door]


def _routes(patterns: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def names_of(client: Client, address: str) -> set[str]:
    """What a page looks for in its address, and what it looks for once it found that."""
    known = {"nothing"}  # some pages look no further where nothing is said
    while True:
        Watched.seen.clear()
        client.get(address, dict.fromkeys(known, SENSIBLE))
        if Watched.seen <= known:
            return known & Watched.seen
        known |= Watched.seen


def queries_of(names: set[str]) -> Iterator[dict[str, str]]:
    """What a page is asked: one thing hostile, and all of them."""
    for name in names:
        yield from (dict.fromkeys(names, SENSIBLE) | {name: value} for value in SLY)
    if names:
        yield from (dict.fromkeys(names, value) for value in HOSTILE)


def breaks(client: Client, address: str, query: dict[str, str]) -> bool:
    """Whether a page has no answer; what the database was asked in vain harms no later page."""
    try:
        with transaction.atomic():
            return client.get(address, query).status_code >= 500
    except Exception:  # whatever a bug raises
        return True


@pytest.mark.parametrize("door", NAMED)
def test_no_page_breaks_on_what_its_address_says(
    browser_of_all: Client, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WSGIRequest, "GET", property(watched))

    asked, broken = 0, []
    for address in pages(door):
        for query in queries_of(names_of(browser_of_all, address)):
            asked += 1
            if breaks(browser_of_all, address, query):
                broken.append((address, query))

    assert asked > ENOUGH[door]
    assert broken == []


@pytest.mark.parametrize("door", NAMED)
@pytest.mark.parametrize("many", [10, 20, 5000])
def test_no_page_breaks_on_a_number_no_table_holds(
    browser_of_all: Client, door: str, many: int
) -> None:
    urls = import_module(f"yimen.channels.{door}.urls").urlpatterns
    home = "/" if door == "portal" else f"/{door}/"
    numbered = {re.sub("<(?:int|id):[a-z_]+>", "9" * many, route) for route in _routes(urls)}
    found = [home + re.sub("<[a-z:_]+>", "x", route) for route in numbered if "9" * many in route]

    broken = [address for address in found if breaks(browser_of_all, address, {})]

    assert found
    assert broken == []


@pytest.mark.parametrize(
    ("address", "sent", "status"),
    [
        ("/office/opening/special/drop", {"day": "2026-02-30"}, 302),
        ("/office/opening/special/drop", {"day": "9999-12-31"}, 302),
        ("/office/payments/reconciling/run", {"day": "9999-12-31"}, 302),
        ("/office/settings/calendar/adopt", {"base": "9" * 5000}, 422),
        ("/desk/2/call", {"ticket": "9" * 5000}, 404),
    ],
)
def test_no_form_breaks_on_them_either(
    browser_of_all: Client, address: str, sent: dict[str, str], status: int
) -> None:
    assert browser_of_all.post(address, sent).status_code == status
