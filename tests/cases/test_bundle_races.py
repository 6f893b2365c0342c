"""Sixteen people after the same bundle at once, and each race again without its lock."""

from collections import Counter
from threading import Barrier

import pytest

from tests.builders import build_hall
from tests.cases.bundled import Newborn, build_newborn
from tests.cases.office import ten
from tests.cases.test_races import came_of
from tests.hall.test_races import CLIENTS, at_once
from yimen.services.cases.actions import bundle_filing
from yimen.services.cases.models import BundlePart, Case, CaseBundle
from yimen.services.cases.queries import bundles
from yimen.support import audit

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def newborn() -> Newborn:
    return build_newborn(build_hall())


def test_sixteen_presses_file_a_bundle_once() -> None:
    made = newborn()
    draft = made.filled()

    numbers = at_once(lambda _: bundle_filing.file(draft.id, by=made.clerk, at=ten(5)).number)

    assert len(set(numbers)) == 1
    assert Counter(BundlePart.objects.values_list("key", flat=True)) == Counter(
        ["birth", "household", "card", "gift"]
    )
    assert Case.objects.count() == 2
    assert list(audit.verify()) == []


def test_the_harness_would_see_a_bundle_filed_twice() -> None:
    """Guards the test above: look whether it is filed, then file it, and all of them do."""
    draft = newborn().filled()
    all_have_looked = Barrier(CLIENTS)

    def careless(_: int) -> bool:
        filed = CaseBundle.objects.get(pk=draft.id).filed_at is not None
        all_have_looked.wait()
        return not filed

    assert at_once(careless) == [True] * CLIENTS


def test_a_part_begins_once_though_the_log_and_the_clock_see_it_at_once() -> None:
    made = newborn()
    view = made.filed()
    made.decide(view.id, "birth")

    came = at_once(lambda n: came_of(lambda: made.go_on(view.id, at=ten(40 + n))))

    assert came == ["done"] * CLIENTS
    assert Case.objects.filter(item_code="household").count() == 1
    assert bundles.bundle(view.id).parts[1].number
    assert list(audit.verify()) == []


def test_the_harness_would_see_a_part_begun_twice() -> None:
    """Guards the test above: look whether the part waits, then begin it, and all of them do."""
    made = newborn()
    view = made.filed()
    made.decide(view.id, "birth")
    all_have_looked = Barrier(CLIENTS)

    def careless(_: int) -> bool:
        waits = BundlePart.objects.get(bundle_id=view.id, key="household").case_id is None
        all_have_looked.wait()
        return waits

    assert at_once(careless) == [True] * CLIENTS


def test_bundles_of_the_same_departments_do_not_block_one_another_for_ever() -> None:
    """Cases of one transaction are filed by department: the series of notices are locked so."""
    made = newborn()
    drafts = [made.filled().id for _ in range(CLIENTS)]

    came = at_once(
        lambda n: came_of(lambda: bundle_filing.file(drafts[n], by=made.clerk, at=ten(5)))
    )

    assert came == ["done"] * CLIENTS
    serials = sorted(
        int(str(number)[14:20])
        for model in (Case, CaseBundle)
        for number in model.objects.values_list("number", flat=True)
    )
    assert serials == list(range(1, CLIENTS * 3 + 1))
