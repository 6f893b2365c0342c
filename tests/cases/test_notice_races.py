"""Numbers without gaps, one file for each notice, and nothing lost when processes are killed."""

import hashlib
import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from tests.builders import build_hall
from tests.cases.office import build_office, ten
from tests.hall.test_races import at_once
from tests.paper.builders import document
from yimen.services.cases.actions import drawing, filing
from yimen.services.cases.models import Case, Notice, NoticeSeries
from yimen.services.cases.queries import notices
from yimen.services.cases.rules.notices.kinds import Kind
from yimen.services.cases.rules.states import State
from yimen.support.paper import pdf, shelf

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CLIENTS = 8
EACH = 2
KILLS = 12


def test_many_at_once_take_every_number_once_and_leave_none_out() -> None:
    office = build_office(build_hall())
    waiting = [office.received().id for _ in range(CLIENTS * EACH)]

    def accept(place: int) -> None:
        for case_id in waiting[place * EACH : (place + 1) * EACH]:
            filing.accept(case_id, by=office.clerk, at=ten(6))

    at_once(accept, CLIENTS)

    serials = Notice.objects.filter(kind=Kind.ACCEPTANCE.value).values_list("serial", flat=True)
    assert sorted(serials) == list(range(1, CLIENTS * EACH + 1))


def test_the_harness_would_see_numbers_given_twice() -> None:
    """Guards the test above: reading the last serial and adding one, without a lock, repeats it."""
    office = build_office(build_hall())
    series = NoticeSeries.objects.create(
        department_id=office.department_id, word="试", year=2019, last=0
    )

    def careless(_: int) -> list[int]:
        taken = []
        for _ in range(25):
            with transaction.atomic():
                last = NoticeSeries.objects.get(pk=series.pk).last + 1
                NoticeSeries.objects.filter(pk=series.pk).update(last=last)
                taken.append(last)
        return taken

    taken = [serial for batch in at_once(careless, CLIENTS) for serial in batch]

    assert len(set(taken)) < len(taken)


def test_all_who_draw_one_notice_at_once_get_the_same_bytes(settings: Settings) -> None:
    office = build_office(build_hall())
    told = notices.notices_of(office.received().id)[0]

    contents = at_once(lambda _: drawing.content(told.id), 4)

    assert len(set(contents)) == 1
    assert len(list(Path(settings.MEDIA_ROOT, "notices").rglob("*.pdf*"))) == 1


def test_the_harness_would_see_a_file_written_over(tmp_path: Path) -> None:
    """Guards the test above: written without a thought, the last stays and the others differ."""
    file = tmp_path / "one.pdf"

    def careless(_: int) -> bytes:
        made = pdf.issued(document()).pdf
        file.write_bytes(made)
        time.sleep(0.02)
        return made

    contents = at_once(careless, 4)

    assert {content == file.read_bytes() for content in contents} == {True, False}


def killed_worker(seconds: float, waiting: list[int], clerk: object) -> None:
    """Accepts and draws in a process of its own, killed without a chance to say anything."""
    child = os.fork()
    if child == 0:
        inherited = connection.connection
        connection.connection = None  # kept alive: closing it would end the parent's session
        with suppress(BaseException):
            for case_id in waiting:
                if Case.objects.get(pk=case_id).state == State.RECEIVED.value:
                    filing.accept(case_id, by=clerk, at=ten(6))  # type: ignore[arg-type]
                drawing.render_pending(3)
        os._exit(0 if inherited else 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.slow
def test_whoever_is_killed_no_decision_is_without_its_notice_and_none_has_two() -> None:
    office = build_office(build_hall())
    waiting = [office.received().id for _ in range(10)]
    pdf.issued(document())  # fonts and keys are at hand, so that kills meet the work itself
    chance = random.Random(11)

    for _ in range(KILLS):
        killed_worker(chance.uniform(0.05, 0.6), waiting, office.clerk)
    accepted = list(Case.objects.filter(accepted_at__isnull=False).values_list("pk", flat=True))
    told = list(
        Notice.objects.filter(kind=Kind.ACCEPTANCE.value)
        .order_by("serial")
        .values_list("case_id", "serial")
    )
    while drawing.render_pending(50):
        pass

    assert 0 < len(accepted) <= len(waiting)
    assert sorted(case_id for case_id, _ in told) == sorted(accepted)
    assert [serial for _, serial in told] == list(range(1, len(accepted) + 1))
    assert notices.pending(50) == []
    for row in Notice.objects.all():
        kept = shelf.kept(row.file)
        assert kept is not None
        assert hashlib.new("sm3", kept).digest() == bytes(row.file_digest or b"")
        found = pdf.verify(kept)
        assert found is not None
        assert found.valid
