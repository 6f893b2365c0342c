"""Whole lives of cases, to be lived in processes of their own that may be killed at any moment.

`Doors` does what windows and specialists do for one visitor after another, and begins again where a
killed process left off: under the same keys, from the state the case is in. `work` is the worker's
part. `tests.cases.nursery` runs either as a process.
"""

import os
import random
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db.models import Min
from django.db.models.functions import Greatest

from tests.cases.office import FORM, ZHANG
from yimen.devices.gateways import PayRefused
from yimen.devices.simulated_gateway import Deed
from yimen.devices.sms import OutgoingSms
from yimen.journeys import reaction_clock, results, take_in
from yimen.reference.people.queries import actor_of_staff
from yimen.services.cases.actions import drafting, drawing, filing, steps
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.models.cases import Case
from yimen.services.cases.queries.steps import steps_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import Place, PlaceKind
from yimen.services.cases.rules.handing import Shown
from yimen.services.cases.rules.states import State, StepState
from yimen.services.cases.rules.steps import Outcome
from yimen.services.notify import actions as notify
from yimen.services.notify.models import Sms
from yimen.services.payments import actions as payments
from yimen.services.payments.errors import BillNotOpen
from yimen.services.payments.rules.bills import BillLine
from yimen.services.payments.rules.states import BillState
from yimen.support import following
from yimen.support.following import LoggedEvent

#: Staff behind the windows, in the order of the steps.
BEHIND: Final = ("handler", "reviewer", "approver")
#: A drawn signature: 60 by 30 black points.
_DRAWN: Final = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAADwAAAAeCAAAAABV8yKTAAAAF0lEQVR4nGNgGAWjYBSMglEwCk"
    "YBdgAAByYAAeH+vSQAAAAASUVORK5CYII="
)
_FEE: Final = (BillLine("居住证工本费", 2_000, "测试依据"),)
_WINDOW: Final = Place(PlaceKind.WINDOW, 1)
#: One second is a minute there: leases of killed workers run out meanwhile.
_PACE: Final = 60
_ROUND: Final = 0.02
#: Notices drawn before other work is looked at again.
_BITE: Final = 5


@dataclass(frozen=True)
class Job:
    """What both processes need to know.

    Args:
        lives: how many cases.
        centre_id: whose.
        box: the file in which the gateway keeps what it was handed.
        ten: the cases' own time at the beginning, ISO 8601.
        began: the wall clock's seconds then.
        staff: ids by their part in `tests.cases.office`.
    """

    lives: int
    centre_id: int
    box: str
    ten: str
    began: float
    staff: dict[str, int]

    def now(self) -> datetime:
        """The cases' time."""
        passed = timedelta(seconds=(time.time() - self.began) * _PACE)
        return datetime.fromisoformat(self.ten) + passed


class Box:
    """A gateway that keeps the identifiers of what it was handed, one a line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, sms: OutgoingSms, *, at: datetime) -> str:
        """One write: a kill leaves the whole line or none."""
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{sms.id}\n".encode())
        finally:
            os.close(handle)
        return sms.id


def work(job: Job) -> int:
    """React to the log, ask after payments, draw notices, empty the outbox; how much that was."""
    done = reaction_clock.react(at=job.now())
    done += payments.ask_gateway(at=job.now())
    done += payments.expire_payments(at=job.now())
    done += drawing.render_pending(_BITE)
    while (sent := notify.send_due(Box(Path(job.box)), at=job.now())).more:
        done += sent.claimed
    return done


class Doors:
    """The window, three specialists and the issue window, as their pages act."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.people = {name: actor_of_staff(staff) for name, staff in job.staff.items()}

    def unfinished(self) -> list[int]:
        """Whose result is not in their hand, in any order: so nobody is always served last."""
        done = Case.objects.filter(state=State.DELIVERED.value).values_list("file_key", flat=True)
        gone = {key.rpartition("-")[2] for key in done if key}
        left = [place for place in range(self.job.lives) if str(place) not in gone]
        random.shuffle(left)
        return left

    def go_on(self, place: int) -> bool:
        """Bring one case as far as it goes now; whether its result is in the citizen's hand."""
        clerk = self.people["clerk"]
        case = drafting.begin(
            "jzz",
            centre_id=self.job.centre_id,
            channel="window",
            by=clerk,
            at=self.job.now(),
            answers={"who": "self"},
            key=f"life-{place}",
        )
        if case.state is State.DRAFT:
            case = self._taken_in(case)
        if case.state is State.RECEIVED:
            case = filing.accept(case.id, by=clerk, at=self.job.now())
        if case.state in {State.ACCEPTED, State.IN_REVIEW}:
            self._decided(case)
        if case.state is State.CERTIFIED and self._paid(place, case):
            case = self._handed_out(case)
        return case.state is State.DELIVERED

    def _taken_in(self, case: CaseView) -> CaseView:
        clerk = self.people["clerk"]
        drafting.identify(case.id, ZHANG, by=clerk, at=self.job.now())
        drafting.fill(case.id, FORM, by=clerk, at=self.job.now())
        given = {"id": Given("bring"), "lease": Given("bring")}
        drafting.give(case.id, given, by=clerk, at=self.job.now())
        return take_in.receive(case.id, ["id"], _WINDOW, by=clerk, at=self.job.now())[0]

    def _decided(self, case: CaseView) -> None:
        for step in steps_of(case.id):
            if step.role in BEHIND and step.state is not StepState.DONE:
                by = self.people[step.role]
                steps.claim(step.id, by=by, at=self.job.now())
                steps.finish(step.id, Outcome.PASS, opinion="同意", by=by, at=self.job.now())

    def _paid(self, place: int, case: CaseView) -> bool:
        """Bill and pay; whether the money is known of. Lost callbacks are the worker's to make up.

        Where the gateway has the money or the worker has heard of it meanwhile, nothing is paid.
        """
        clerk = self.people["clerk"]
        bill = payments.make_bill(
            f"case:{case.id}",
            _FEE,
            centre_id=case.centre_id,
            department_id=case.department_id,
            by=clerk,
            at=self.job.now(),
            key=f"bill-{place}",
        )
        cashier = payments.simulated()
        if bill.state is BillState.PAID or cashier is None:
            return bill.state is BillState.PAID
        try:
            order = payments.start_payment(bill.id, by=clerk, at=self.job.now()).order_no
            callbacks = cashier.do(order, Deed.PAY_TOLD_TWICE, at=self.job.now())
        except (BillNotOpen, PayRefused):
            return False
        for callback in callbacks:
            payments.receive_callback(callback.body, callback.headers, at=self.job.now())
        return True

    def _handed_out(self, case: CaseView) -> CaseView:
        issuer = self.people["issuer"]
        results.print_results(case.id, by=issuer, at=self.job.now())
        shown = Shown(ZHANG.id, ZHANG.name)
        return results.hand_out(case.public_id, shown, _DRAWN, by=issuer, at=self.job.now())


def be_web(job: Job) -> None:
    """Serve until every result is in its citizen's hand; that is when this process ends."""
    doors = Doors(job)
    left = doors.unfinished()
    while left:
        left = [place for place in left if not doors.go_on(place)]
        time.sleep(_ROUND)


def be_worker(job: Job) -> None:
    """Work until killed."""
    while True:
        if not work(job):
            time.sleep(_ROUND)


def be_last_worker(job: Job) -> None:
    """Work until nothing is left, also what a killed worker still holds or the night keeps back."""
    while True:
        if work(job):
            continue
        waits = _wait_for_sms(job)
        if waits is None:
            return
        # After a long run it is night in the cases' time; the next morning need not be waited for.
        job = replace(job, began=job.began - waits.total_seconds() / _PACE)
        time.sleep(_ROUND)


def _wait_for_sms(job: Job) -> timedelta | None:
    """How long until the next SMS may be sent, in the cases' time; None when none is left."""
    waiting = Sms.objects.exclude(state__in=["sent", "dead"])
    found = waiting.aggregate(at=Min(Greatest("due_at", "lease_until")))["at"]
    return None if found is None else max(found - job.now(), timedelta(0))


def be_careless_worker(job: Job) -> None:
    """A twin that notes how far it has read before it reacts: what a mistake would look like."""
    read: list[LoggedEvent] = []
    while True:
        following.follow(
            reaction_clock.FOLLOWER,
            dict.fromkeys(reaction_clock.REACTIONS, read.append),
            at=job.now(),
        )
        while read:
            event = read.pop(0)
            reaction_clock.REACTIONS[event.name](event)
        time.sleep(_ROUND)
