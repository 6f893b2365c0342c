"""Who sees which case, and how colleagues are named on these pages."""

from collections.abc import Iterable, Mapping

from yimen.channels.doorway.who import StaffRequest
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.people import queries as people
from yimen.reference.people.queries import Colleague
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import cases, steps
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import State


def readable(request: StaffRequest, public_id: str) -> CaseView:
    """The case behind an address, for whoever has a part in it.

    Raises:
        CaseNotFound: no such case, a draft, or one of another centre or department in which the
            reader was not asked either.
    """
    view = cases.case_by_public_id(public_id)
    if view.state is State.DRAFT or not has_part(request.actor, view):
        raise CaseNotFound
    return view


def has_part(actor: Actor, view: CaseView) -> bool:
    """Whether somebody may open a case: theirs to read, routed to them, or asked about."""
    if sees(actor, view.centre_id, view.department_id):
        return True
    routed = {step.department_id for step in steps.steps_of(view.id)}
    if any(sees(actor, view.centre_id, department_id) for department_id in routed):
        return True
    return any(asked.expert == actor.id for asked in steps.opinions_of(view.id))


def sees(actor: Actor, centre_id: int, department_id: int) -> bool:
    """Whether somebody may read the cases of a department in a centre."""
    return actor.may(Right.READ_CASES, centre_id=centre_id, department_id=department_id)


def departments_of(actor: Actor, *rights: Right) -> dict[int, str]:
    """Departments for which somebody holds one of the rights, with their names."""
    return {
        each.id: each.name
        for each in catalogue.departments()
        if any(actor.may(right, department_id=each.id) for right in rights)
    }


def names(staff_ids: Iterable[int | None]) -> dict[int, str]:
    """Staff by id, in words; in one question."""
    return {each.id: in_words(each) for each in people.named(staff_ids).values()}


def in_words(each: Colleague) -> str:
    """A colleague with the staff number, as on every page of these."""
    return f"{each.name}（{each.username}）"


def name_of(staff_id: int | None, known: Mapping[int, str]) -> str:
    """A colleague's name; empty for nobody, the house for 0."""
    if staff_id is None:
        return ""
    return known.get(staff_id, "系统自动" if staff_id == 0 else "已停用的账号")
