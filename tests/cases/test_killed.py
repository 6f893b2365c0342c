"""Web process and worker are killed again and again while cases live; nothing is lost or doubled.

`./yimen test tests/cases/test_killed.py --lives 500` is the long form.
"""

import hashlib
import json
import logging
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Final, Self

import pytest

from tests.builders import Hall
from tests.cases.lives import BEHIND, Doors, Job
from tests.cases.office import Office, build_office, ten
from tests.databases import database_url
from yimen.journeys import reaction_clock
from yimen.reference.catalogue.models import Department
from yimen.services.cases.models.cases import Case, CaseEvent
from yimen.services.cases.models.custody import Paper
from yimen.services.cases.models.handing import HandOut
from yimen.services.cases.models.notices import Notice
from yimen.services.cases.models.steps import Step
from yimen.services.certificates.models import Certificate
from yimen.services.notify.models import Message, Sms
from yimen.services.payments.models import Bill, Payment, Posting
from yimen.support import audit, following
from yimen.support.paper import shelf

pytestmark = [
    pytest.mark.race,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(3600),
]

log = logging.getLogger("yimen.killed")
ROOT: Final = Path(__file__).resolve().parents[2]
#: Seconds a process lives at most; a worker begins by reading fonts.
_SHORTEST: Final = 0.02
_LONGEST: Final = {"web": 0.8, "worker": 4.0}
#: Kills for each life that are enough; on a slow machine processes then live longer, kill by kill.
_ENOUGH: Final = 3
_LONGER: Final = 1.05
_GIVE_UP = 60.0
#: What happens once in a life that goes well, in this order.
MOVES: Final = ["receive", "accept", "begin_review", "grant", "certify", "hand_over"]
#: What its citizen hears, once each.
HEARD: Final = [
    *(f"case.{what}" for what in ("received", "accepted", "decided", "ready", "rating")),
    "payment.paid",
]
#: What is written about it, once each.
WRITTEN: Final = ["receipt", "acceptance", "grant", "delivery"]


@pytest.fixture
def lives(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--lives"))


@dataclass
class Nursery:
    """Starts processes, and kills them at moments drawn from a seed."""

    job: Job
    home: Path
    seed: int = 1
    killed: int = 0

    def __enter__(self) -> Self:
        variables = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "yimen.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "YIMEN_HOME": str(self.home),
            "YIMEN_LOG_LEVEL": "ERROR",
            "YIMEN_PAY": f"sim:{self.home / 'cashier.json'}",
            "YIMEN_PAY_SECRET": "present",
            "YIMEN_SMS": "console:",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.cases.nursery"],
            env=variables,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._write(json.dumps(asdict(self.job)))
        self.chance = random.Random(self.seed)
        return self

    def __exit__(self, *error: object) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(_GIVE_UP)
        self.process.stdout.close()

    def start(self, role: str) -> int:
        """A process at work; its number."""
        self._write(role)
        return int(self._read())

    def kill(self, child: int) -> bool:
        """As a power cut does; whether it came before the process had ended well by itself."""
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        ended = int(self._read())
        assert ended in {0, signal.SIGKILL}
        self.killed += bool(ended)
        return bool(ended)

    def kill_until_done(self, role: str, over: Event) -> None:
        """Again and again, until a process ends by itself, which must be well, or it is `over`."""
        while not over.is_set():
            child = self.start(role)
            more = max(0, self.killed - _ENOUGH * self.job.lives)
            longest = _LONGEST[role] * _LONGER**more
            if self._ends_within(self.chance.uniform(_SHORTEST, longest)):
                assert int(self._read()) == 0
                return
            if not self.kill(child):
                return

    def run(self, role: str) -> None:
        """To its end."""
        self.start(role)
        assert int(self._read()) == 0

    def _ends_within(self, seconds: float) -> bool:
        assert self.process.stdout is not None
        return bool(select.select([self.process.stdout], [], [], seconds)[0])

    def _write(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())

    def _read(self) -> bytes:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


def _office(hall: Hall) -> Office:
    office = build_office(hall)
    Department.objects.filter(pk=office.department_id).update(mark="莞公")
    return office


def job_of(office: Office, home: Path, lives: int) -> Job:
    """A job that begins now."""
    people = {name: office.people[name].id for name in ("clerk", *BEHIND, "issuer")}
    staff = {name: number for name, number in people.items() if number is not None}
    box = str(home / "sms")
    return Job(lives, office.hall.centre_id, box, ten().isoformat(), time.time(), staff)


def live_and_kill(job: Job, home: Path) -> int:
    """Let cases live while their processes die, then let a worker finish; how many died."""
    over = Event()
    with Nursery(job, home, seed=1) as web, Nursery(job, home, seed=2) as worker:
        beside = Thread(target=worker.kill_until_done, args=("worker", over))
        beside.start()
        try:
            web.kill_until_done("web", Event())
        finally:
            over.set()
            beside.join()
        worker.run("last_worker")
        return web.killed + worker.killed


def test_killed_processes_leave_no_case_between_states_and_nothing_doubled(
    hall: Hall, tmp_path: Path, lives: int
) -> None:
    office = _office(hall)
    job = job_of(office, tmp_path, lives)

    killed = live_and_kill(job, tmp_path)

    log.info("%d lives, %d kills, %.0f s", lives, killed, time.time() - job.began)
    assert killed >= lives // 2
    assert Counter(Case.objects.values_list("state", flat=True)) == {"delivered": lives}
    _check_logs()
    _check_steps(lives)
    _check_results(lives)
    _check_papers(office, lives)
    _check_messages(Path(job.box))
    _check_notices()
    _check_money(tmp_path / "cashier.json", lives)
    _check_audit()


def _check_logs() -> None:
    for case in Case.objects.all():
        events = list(case.log.order_by("id").values_list("event", "before", "after"))
        moved = [event for event, before, after in events if event in MOVES]
        assert moved == MOVES, case.pk
        for (_, _, after), (_, before, _) in pairwise(events):
            assert after == before, events
    assert following.parked() == 0


def _check_steps(lives: int) -> None:
    done = Step.objects.filter(role__in=BEHIND, state="done", outcome="pass")
    assert Counter(done.values_list("role", flat=True)) == dict.fromkeys(BEHIND, lives)
    assert not Step.objects.filter(state__in=["open", "claimed"]).exists()
    assert CaseEvent.objects.filter(event="finish_step").count() == lives * len(BEHIND)


def _check_results(lives: int) -> None:
    references = Counter(Certificate.objects.values_list("reference", flat=True))
    assert references == dict.fromkeys((f"case:{pk}" for pk in _cases()), 1)
    assert HandOut.objects.count() == lives


def _check_papers(office: Office, lives: int) -> None:
    papers = Paper.objects.values_list("kind", "state", "place_kind", "holder")
    assert Counter(papers) == {
        ("original", "here", "window", office.clerk.id): lives,
        ("result", "gone", "citizen", None): lives,
    }
    assert set(Paper.objects.values_list("case_id", flat=True)) == _cases()


def _check_messages(box: Path) -> None:
    heard = Counter(Message.objects.values_list("subject", "template"))
    subjects = [f"case:{number}" for number in Case.objects.values_list("number", flat=True)]
    assert heard == {(subject, what): 1 for subject in subjects for what in HEARD}
    assert set(Sms.objects.values_list("state", flat=True)) == {"sent"}
    handed = {int(line.removeprefix("m")) for line in box.read_text().split()}
    assert handed == set(Sms.objects.values_list("pk", flat=True))


def _check_notices() -> None:
    written = Counter(Notice.objects.values_list("case_id", "kind"))
    assert written == {(pk, kind): 1 for pk in _cases() for kind in WRITTEN}
    for notice in Notice.objects.all():
        kept = shelf.kept(notice.file)
        assert kept is not None and hashlib.new("sm3", kept).digest() == notice.file_digest
    serials = Notice.objects.filter(kind="receipt").values_list("serial", flat=True)
    assert sorted(serials) == list(range(1, len(_cases()) + 1))


def _check_money(cashier: Path, lives: int) -> None:
    orders = json.loads(cashier.read_text("utf-8"))["orders"].values()
    paid = [order for order in orders if order["status"] == "succeeded"]
    assert len(paid) == lives
    assert Counter(Bill.objects.values_list("state", flat=True)) == {"paid": lives}
    assert Payment.objects.filter(state="succeeded", applied=True).count() == lives
    causes = Counter(Posting.objects.values_list("cause", flat=True))
    assert causes == {"bill": lives, "pay": lives}


def _check_audit() -> None:
    while audit.seal(at=ten(1000)):
        pass
    assert list(audit.verify()) == []


def _cases() -> set[int]:
    return set(Case.objects.values_list("pk", flat=True))


def test_a_worker_that_notes_its_place_before_it_reacts_would_be_seen(
    hall: Hall, tmp_path: Path
) -> None:
    """The careless twin: killed once it has said something, what it had only read is lost."""
    office = _office(hall)
    job = job_of(office, tmp_path, lives=20)
    doors = Doors(job)
    for place in range(job.lives):
        doors.go_on(place)

    with Nursery(job, tmp_path) as nursery:
        careless = nursery.start("careless_worker")
        while not Message.objects.exists():
            time.sleep(0.005)
        nursery.kill(careless)
    reaction_clock.react(at=job.now())

    assert following.parked() == 0
    assert Message.objects.filter(template="case.received").count() < job.lives
