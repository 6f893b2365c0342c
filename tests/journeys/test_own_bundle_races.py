"""Sixteen presses of the phone's one button at once, and the race again without its lock."""

from threading import Barrier

import pytest

from tests.builders import build_hall
from tests.cases.bundled import FROM_AFAR, ONLINE, build_newborn
from tests.hall.test_races import CLIENTS, at_once
from tests.journeys.test_own_bundles import filled, know, submit
from yimen.services.cases.models import BundlePart, Case, CaseBundle
from yimen.support import audit

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_sixteen_presses_submit_a_bundle_once() -> None:
    newborn = build_newborn(build_hall(), fields=ONLINE, asked=FROM_AFAR)
    citizen_id = know()
    draft = filled(newborn, citizen_id)

    came = at_once(lambda _: submit(draft, citizen_id))

    assert len({(view.number, view.signature_file) for view in came}) == 1
    assert BundlePart.objects.count() == 4
    assert Case.objects.count() == 2
    assert list(audit.verify()) == []


def test_the_harness_would_see_a_bundle_submitted_twice() -> None:
    """Guards the test above: look whether it is filed, then submit it, and all of them do."""
    newborn = build_newborn(build_hall(), fields=ONLINE, asked=FROM_AFAR)
    draft = filled(newborn, know())
    all_have_looked = Barrier(CLIENTS)

    def careless(_: int) -> bool:
        filed = CaseBundle.objects.get(pk=draft.id).filed_at is not None
        all_have_looked.wait()
        return not filed

    assert at_once(careless) == [True] * CLIENTS
