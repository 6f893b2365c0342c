"""A newborn's bundle over three departments, the people of each, and short words for its life."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from tests.builders import Hall
from tests.cases.office import FORM, TEN, ZHANG, Office, build_office, ten
from yimen.reference.catalogue.actions.bundling import publish_bundle
from yimen.reference.catalogue.actions.publishing import Row, publish_rows
from yimen.reference.catalogue.models import Department
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.services.cases.actions import bundle_drafting, bundle_filing, deciding, steps
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.queries import bundles, cases
from yimen.services.cases.queries.bundles import CaseBundleView, PartView
from yimen.services.cases.queries.inbox import group_inbox
from yimen.services.cases.rules.steps import Outcome

LATER: Final = ten(30)
STILL_LATER: Final = ten(40)
STEPS: Final = [
    {"name": "承办", "role": "handler", "days": 1},
    {"name": "审批", "role": "approver", "days": 1},
]
SCHEMA: Final = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "姓名", "maxLength": 20},
        "mobile": {"type": "string", "title": "联系电话", "pattern": "^1[3-9][0-9]{9}$"},
    },
    "required": ["name", "mobile"],
    "additionalProperties": False,
}
#: Items by code: department, name, promised days, materials, result.
ITEMS: Final[dict[str, tuple[str, str, int, list[dict[str, Any]], str]]] = {
    "birth": (
        "东莞市卫生健康局",
        "出生医学证明",
        2,
        [{"key": "id", "name": "父母居民身份证", "ways": ["bring", "upload"]}],
        "出生医学证明",
    ),
    "household": (
        "东莞市公安局",
        "出生登记",
        1,
        [
            {"key": "proof", "name": "出生医学证明"},
            {"key": "ids", "name": "父母居民身份证", "ways": ["bring", "scan"]},
            {"key": "photo", "name": "照片", "need": "optional"},
        ],
        "居民户口簿",
    ),
    "card": (
        "东莞市社会保险基金管理中心",
        "社会保障卡",
        3,
        [{"key": "book", "name": "居民户口簿"}, {"key": "form", "name": "申领表"}],
        "社会保障卡",
    ),
    "gift": (
        "东莞市总工会",
        "新生儿慰问",
        4,
        [{"key": "ids", "name": "父母居民身份证"}],
        "慰问通知",
    ),
}
ONLINE: Final[dict[str, dict[str, Any]]] = {code: {"IS_ONLINE": True} for code in ITEMS}
#: Materials as items ask them that can be applied for from afar, in the place of the others.
FROM_AFAR: Final[dict[str, list[dict[str, Any]]]] = {
    "birth": [
        {
            "key": "id",
            "name": "父母居民身份证",
            "ways": ["bring", "upload"],
            "max_mb": 2,
            "max_pages": 3,
        }
    ],
    "household": [
        {"key": "proof", "name": "出生医学证明"},
        {"key": "ids", "name": "父母居民身份证", "ways": ["bring", "scan", "upload"]},
        {"key": "photo", "name": "照片", "need": "optional"},
    ],
    "card": [
        {"key": "book", "name": "居民户口簿"},
        {"key": "form", "name": "申领表", "ways": ["sign"]},
    ],
    "gift": [
        {"key": "ids", "name": "父母居民身份证", "ways": ["bring", "upload"]},
        {
            "key": "lease",
            "name": "租赁合同",
            "ways": ["bring", "upload"],
            "promise": "租赁合同真实有效，租期未满",
        },
    ],
}
BUNDLE: Final[dict[str, Any]] = {
    "name": "出生一件事",
    "days": 8,
    "questions": [
        {
            "key": "card",
            "text": "要社保卡吗？",
            "options": [{"key": "yes", "text": "要"}, {"key": "no", "text": "不要"}],
        }
    ],
    "parts": [
        {"key": "birth", "item": "birth"},
        {
            "key": "household",
            "item": "household",
            "takes": [{"material": "proof", "part": "birth", "result": "出生医学证明"}],
        },
        {
            "key": "card",
            "item": "card",
            "when": {"card": ["yes"]},
            "takes": [{"material": "book", "part": "household", "result": "居民户口簿"}],
        },
        {"key": "gift", "item": "gift"},
    ],
}


@dataclass
class Newborn:
    """The bundle, and who works on it."""

    office: Office
    people: dict[int, tuple[Actor, Actor]] = field(default_factory=dict)
    #: Pretended certificates by part; real ones are the journeys' business.
    results: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def clerk(self) -> Actor:
        return self.office.clerk

    def begin(self, *, card: str = "yes", **more: Any) -> CaseBundleView:
        """A draft at the window."""
        asked: dict[str, Any] = {"by": self.clerk, "channel": "window", "at": TEN, **more}
        answers = {"card": card} if card else {}
        return bundle_drafting.begin(
            "newborn", centre_id=self.office.hall.centre_id, answers=answers, **asked
        )

    def filled(self, *, person: Person = ZHANG, **more: Any) -> CaseBundleView:
        """A draft with applicant, form and each material, once."""
        draft = self.begin(**more)
        bundle_drafting.identify(draft.id, person, by=self.clerk, at=ten(1))
        bundle_drafting.fill(draft.id, FORM, by=self.clerk, at=ten(2))
        given = {
            each.merged.key: Given("bring")
            for each in bundles.materials_of(draft.id)
            if each.merged.need.value == "required"
        }
        return bundle_drafting.give(draft.id, given, by=self.clerk, at=ten(3))

    def filed(self, **more: Any) -> CaseBundleView:
        """Filed at the window."""
        return bundle_filing.file(self.filled(**more).id, by=self.clerk, at=ten(5))

    def part(self, bundle_id: int, key: str) -> PartView:
        """One part as it is now."""
        return next(part for part in bundles.bundle(bundle_id).parts if part.key == key)

    def decide(
        self,
        bundle_id: int,
        key: str,
        outcome: Outcome = Outcome.PASS,
        *,
        at: datetime = LATER,
        certify: bool = True,
    ) -> None:
        """Both steps of a part by the people of its department; then its result is made."""
        part = self.part(bundle_id, key)
        assert part.case_id is not None
        for person in self.people[part.department_id]:
            inbox = group_inbox(person, today=at.date(), limit=1000)
            step = next(task.step_id for task in inbox if task.case_id == part.case_id)
            last = person is self.people[part.department_id][-1]
            ends = outcome if last else Outcome.PASS
            steps.claim(step, by=person, at=at)
            steps.finish(step, ends, opinion="意见", by=person, at=at)
        if outcome is Outcome.PASS and certify:
            deciding.certify(part.case_id, by=HOUSE, at=at)
            self.results[key] = {ITEMS[key][4]: 1000 + part.case_id}

    def go_on(self, bundle_id: int, *, at: datetime = STILL_LATER) -> CaseBundleView:
        """What follows by now."""
        return bundle_filing.go_on(bundle_id, self.results, at=at)

    def states(self, bundle_id: int) -> dict[str, str]:
        """Where every part is."""
        return {part.key: part.state.value for part in bundles.bundle(bundle_id).parts}


def build_newborn(
    hall: Hall,
    *,
    fields: dict[str, dict[str, Any]] | None = None,
    asked: dict[str, list[dict[str, Any]]] | None = None,
) -> Newborn:
    """Four items of four departments in force, the bundle over them, two people in each.

    Args:
        hall: where.
        fields: of items by code, beside the usual ones.
        asked: materials of items by code, instead of the usual ones.
    """
    bundles.forget_bundles()
    office = build_office(hall)
    rows = [
        Row(
            code=code,
            department=department,
            fields={
                "TASK_NAME": name,
                "TASK_TYPE": "07",
                "PROJECT_TYPE": "2",
                "PROMISE_DAY": days,
                "PROMISE_TYPE": "1",
                "DEPT_CODE": f"1144190000000000{place:02d}",
                **(fields or {}).get(code, {}),
            },
            content={
                "materials": (asked or {}).get(code, materials),
                "steps": STEPS,
                "results": [{"name": result, "kind": "证照"}],
                "form": {"schema": SCHEMA},
            },
        )
        for place, (code, (department, name, days, materials, result)) in enumerate(ITEMS.items())
    ]
    publish_rows(rows, maker="test:maker", reviewer="test:reviewer", at=TEN)
    publish_bundle("newborn", BUNDLE, maker="test:maker", by=HOUSE, at=TEN)
    newborn = Newborn(office)
    for place, (department, *_) in enumerate(ITEMS.values()):
        department_id = Department.objects.get(name=department).pk
        newborn.people[department_id] = (
            _person(f"5{place}01", Role.HANDLER, department_id),
            _person(f"5{place}02", Role.APPROVER, department_id),
        )
    return newborn


def _person(username: str, role: Role, department_id: int) -> Actor:
    row = Staff.objects.create(username=username, name=f"演示人员{username}")
    RoleGrant.objects.create(staff=row, role=role.value, department_id=department_id)
    return actor_of_staff(row.pk)


def public_ids(view: CaseBundleView) -> list[str]:
    """Of the cases that exist."""
    return [cases.case(part.case_id).public_id for part in view.parts if part.case_id]
