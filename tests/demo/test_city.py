"""The demonstration city has the size of the reference centre, and is loaded once."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from yimen.demo import items, loading, people
from yimen.insights import queries as insights
from yimen.insights.rules.measures import Scope
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.rules import content
from yimen.reference.centres import queries as centres
from yimen.reference.people import queries as staff
from yimen.reference.people.rules import Role, check_roles
from yimen.services.hall import queries as hall
from yimen.services.hall.rules.numbers import is_prefix

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the city's files are; its log-ins lie beside them."""
    return tmp_path_factory.mktemp("city") / "files"


@pytest.fixture(autouse=True)
def _in_the_city(settings: Any, files: Path) -> None:
    settings.MEDIA_ROOT = files


@pytest.fixture(scope="module")
def city(files: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The demonstration centre's id; loaded once for all tests here, which only read."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    quick = override_settings(PASSWORD_HASHERS=hashers, MEDIA_ROOT=files)
    with quick, django_db_blocker.unblock(), transaction.atomic():
        loading.load_once()
        yield centres.centre_by_code("dongguan").id
        transaction.set_rollback(True)


def test_the_centre_has_the_published_size(city: int) -> None:
    windows = centres.windows(city)

    assert len(catalogue.bureaus()) == 50
    assert len(windows) == 270
    assert sum(window.kind == "comprehensive" for window in windows) == 151
    assert [window.number for window in windows] == list(range(1, 271))


def test_every_business_has_a_window_a_place_and_a_readable_prefix(city: int) -> None:
    queues = hall.queues(city)
    served = {code for duty in hall.duties(city) for code in duty.queues}

    assert served == set(queues)
    assert all(is_prefix(queue.prefix) for queue in queues.values())
    assert len({queue.prefix for queue in queues.values()}) == len(queues)
    assert all(queue.area and queue.name_en and queue.name_hant for queue in queues.values())


def test_dedicated_windows_serve_one_business_and_comprehensive_ones_their_domain(
    city: int,
) -> None:
    domains = {code: queue.domain for code, queue in hall.queues(city).items()}
    businesses = {
        domain: {code for code, own in domains.items() if own == domain}
        for domain in domains.values()
    }

    for duty in hall.duties(city):
        whole = businesses[domains[duty.queues[0]]]
        expected = 1 if duty.kind == "dedicated" else len(whole)
        assert len(duty.queues) == expected
        assert set(duty.queues) <= whole


def test_people_of_every_role_are_there_and_no_roles_conflict(city: int) -> None:
    listed = staff.staff_list()

    assert {role for view in listed for role in view.roles} >= {
        Role.HALL_MANAGER,
        Role.GUIDE,
        Role.CLERK,
        Role.SUPERVISOR,
        Role.RATING_OFFICER,
        Role.SYSTEM_ADMIN,
        Role.SECURITY_ADMIN,
        Role.AUDIT_ADMIN,
    }
    for view in listed:
        for role in view.roles:
            check_roles([held for held in view.roles if held is not role], role)


def test_the_log_ins_are_in_a_file_of_their_owner_and_the_keys_work(city: int) -> None:
    logins = people.read_logins()
    path = people._file()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {login.username for login in logins.staff} == {v.username for v in staff.staff_list()}
    assert all(staff.key(key).centre_id == city for key in logins.keys.values())
    assert json.loads(path.read_text("utf-8"))["keys"] == logins.keys


def test_loading_again_changes_nothing(city: int) -> None:
    before = (people._file().read_text("utf-8"), len(centres.windows(city)))

    loading.load_once()

    assert (people._file().read_text("utf-8"), len(centres.windows(city))) == before
    assert [centre.code for centre in centres.centres()] == ["dongguan"]


def test_the_city_has_a_past_that_figures_show(city: int) -> None:
    today = hall.business_day(city, timezone.now())
    known = insights.span_of_history()
    assert known is not None
    assert known.last < today

    values = insights.figures(known)

    assert known.days > 55
    assert (values["window_cases"] or 0) > 5000
    assert 3 < (values["mean_wait_excl_tax_min"] or 0) < 15
    assert 0.97 < (values["five_star_rate"] or 0) < 1
    assert 0.1 < (values["terminal_share"] or 0) < 0.25
    departments = {one.name for one in catalogue.departments()}
    named = {key for (key,) in insights.cells_by(Scope(known), insights.Part.DEPARTMENT)}
    assert named <= departments


def test_police_steps_are_routed_to_branches_that_exist(city: int) -> None:
    branches = {each.name for each in catalogue.departments() if each.part_of is not None}
    plans = {
        step.department
        for row in items.item_rows()
        for step in content.read(row.content).steps
        if step.role.value in {"handler", "reviewer"}
    }

    routed = {name for name in plans if name not in {each.name for each in catalogue.bureaus()}}
    assert routed == branches != set()
