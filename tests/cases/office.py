"""A small office for tests of cases: an item with everything, and the people around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from yimen.reference.catalogue.actions.publishing import Row, publish_rows
from yimen.reference.catalogue.models import Department
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import Actor, Role
from yimen.services.cases.actions import drafting, filing, steps
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.queries.inbox import Task, group_inbox
from yimen.services.cases.queries.steps import StepView
from yimen.services.cases.queries.versions import forget_definitions
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import Applicant
from yimen.services.cases.rules.steps import Outcome

#: A Tuesday at ten, local time.
TEN: Final = datetime(2019, 11, 5, 2, 0, tzinfo=UTC)
ZHANG: Final = Person(Applicant.PERSON, CITIZEN, "演示张三", "13800000000")
LI: Final = Person(Applicant.PERSON, OTHER_CITIZEN, "演示李四", "13800000001")
FORM: Final = {"name": "演示张三", "mobile": "13800000000"}

CONTENT: Final[dict[str, Any]] = {
    "questions": [
        {
            "key": "who",
            "text": "由谁来办？",
            "options": [{"key": "self", "text": "本人"}, {"key": "agent", "text": "委托他人"}],
        }
    ],
    "materials": [
        {"key": "id", "name": "居民身份证", "ways": ["bring", "held"]},
        {"key": "photo", "name": "照片", "ways": ["bring", "upload"], "need": "optional"},
        {
            "key": "lease",
            "name": "租赁合同",
            "ways": ["bring", "upload"],
            "need": "later",
            "promise": "租赁合同真实有效，租期未满",
        },
        {"key": "power", "name": "授权委托书", "ways": ["sign"], "when": {"who": ["agent"]}},
    ],
    "steps": [
        {"name": "受理", "role": "clerk", "days": 0},
        {"name": "承办", "role": "handler", "days": 2},
        {"name": "审核", "role": "reviewer", "days": 1},
        {"name": "审批", "role": "approver", "days": 1},
        {"name": "送达", "role": "result_clerk", "days": 0},
    ],
    "results": [{"name": "居住证", "kind": "证照", "delivery": ["window", "post"]}],
    "form": {
        "schema": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "title": "姓名", "maxLength": 20},
                "mobile": {"type": "string", "title": "联系电话", "pattern": "^1[3-9][0-9]{9}$"},
            },
            "required": ["name", "mobile"],
            "additionalProperties": False,
        },
        "ui": {},
    },
}
_FIELDS: Final = {
    "TASK_NAME": "居住证申领",
    "TASK_TYPE": "07",
    "PROJECT_TYPE": "2",
    "PROMISE_DAY": 10,
    "PROMISE_TYPE": "1",
    "ANTICIPATE_DAY": 20,
    "ANTICIPATE_TYPE": "1",
}


def ten(minutes: float = 0) -> datetime:
    """Minutes after ten."""
    return TEN + timedelta(minutes=minutes)


@dataclass
class Office:
    """Staff by role, and short words for what they do to a case."""

    hall: Hall
    department_id: int
    people: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def begin(self, *, who: str = "self", minutes: float = 0, **more: Any) -> CaseView:
        """A draft at the window."""
        asked: dict[str, Any] = {"by": self.clerk, "channel": "window", "at": ten(minutes), **more}
        return drafting.begin(
            "jzz", centre_id=self.hall.centre_id, answers={"who": who} if who else {}, **asked
        )

    def filled(self, *, lease: bool = True, person: Person = ZHANG, **more: Any) -> CaseView:
        """A draft with applicant, form and materials."""
        case = self.begin(**more)
        drafting.identify(case.id, person, by=self.clerk, at=ten(1))
        drafting.fill(case.id, FORM, by=self.clerk, at=ten(2))
        given = {"id": Given("bring")} | ({"lease": Given("bring")} if lease else {})
        return drafting.give(case.id, given, by=self.clerk, at=ten(3))

    def received(self, **more: Any) -> CaseView:
        """Taken in, not yet accepted."""
        return filing.receive(self.filled(**more).id, by=self.clerk, at=ten(5))

    def accepted(self, **more: Any) -> CaseView:
        """Accepted at the window."""
        return filing.accept(self.received(**more).id, by=self.clerk, at=ten(6))

    def task(self, actor: Actor, case_id: int) -> Task:
        """The open step of a case in somebody's group inbox."""
        inbox = group_inbox(actor, today=TEN.date(), limit=1000)
        return next(task for task in inbox if task.case_id == case_id)

    def do(
        self,
        actor: Actor,
        case_id: int,
        outcome: Outcome = Outcome.PASS,
        *,
        opinion: str = "同意",
        minutes: float = 10,
    ) -> StepView:
        """Claim and finish a step."""
        step = steps.claim(self.task(actor, case_id).step_id, by=actor, at=ten(minutes))
        return steps.finish(step.id, outcome, opinion=opinion, by=actor, at=ten(minutes + 1))

    def granted(self, **more: Any) -> CaseView:
        """Decided in favour by three people."""
        case = self.accepted(**more)
        for actor in (self.handler, self.reviewer, self.approver):
            self.do(actor, case.id)
        return case


def build_office(
    hall: Hall,
    *,
    content: Mapping[str, Any] = CONTENT,
    fields: Mapping[str, Any] | None = None,
) -> Office:
    """The item 居住证申领 of the police, and one person for each role in that department."""
    forget_definitions()
    publish_rows(
        [
            Row(
                code="jzz",
                department="东莞市公安局",
                fields={**_FIELDS, **(fields or {})},
                content=dict(content),
                queue_code="HZ",
                used=1,
            )
        ],
        maker="test:maker",
        reviewer="test:reviewer",
        at=TEN - timedelta(days=30),
    )
    department_id = Department.objects.get(name="东莞市公安局").pk
    office = Office(hall, department_id)
    for place, (name, role) in enumerate(
        (
            ("clerk", Role.CLERK),
            ("colleague", Role.CLERK),
            ("handler", Role.HANDLER),
            ("reviewer", Role.REVIEWER),
            ("approver", Role.APPROVER),
            ("second_approver", Role.APPROVER),
            ("issuer", Role.RESULT_CLERK),
            ("supervisor", Role.SUPERVISOR),
        )
    ):
        office.people[name] = _person(f"7{place:03d}", role, hall.centre_id, department_id)
    return office


def _person(username: str, role: Role, centre_id: int, department_id: int) -> Actor:
    row = Staff.objects.create(username=username, name=f"演示人员{username}")
    behind = role in {Role.HANDLER, Role.REVIEWER, Role.APPROVER}
    RoleGrant.objects.create(
        staff=row,
        role=role.value,
        centre_id=None if behind else centre_id,
        department_id=department_id if behind else None,
    )
    return actor_of_staff(row.pk)
