"""The life of one version: drafted by one person, published by another, paused, withdrawn.

Lock order: the item, then its versions.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.reference.catalogue import announce
from yimen.reference.catalogue.actions.importing import by_whom
from yimen.reference.catalogue.actions.indexing import reindex
from yimen.reference.catalogue.errors import (
    BadField,
    ItemNotFound,
    MoveNotAllowed,
    OpenDraft,
    SamePerson,
    StaleDraft,
)
from yimen.reference.catalogue.models import Department, Item, ItemVersion, VersionLog
from yimen.reference.catalogue.queries.items import VersionView, version_by_id
from yimen.reference.catalogue.rules import content as contents
from yimen.reference.catalogue.rules.content import Content
from yimen.reference.catalogue.rules.states import IN_FORCE, OPEN, Move, State, next_state
from yimen.reference.catalogue.rules.values import Fields, Unfit, fields_of_row
from yimen.reference.catalogue.rules.vocabulary import BESIDE, FIELDS, Kind
from yimen.reference.people.rules import Actor, Right, require

_IN_FORCE = [state.value for state in IN_FORCE]
_OPEN = [state.value for state in OPEN]


def fields_of_form(texts: Mapping[str, str]) -> Fields:
    """What a form sent, as values to store.

    Raises:
        BadField: the first value that cannot be.
    """
    known = {name: text.strip() for name, text in texts.items() if name in FIELDS}
    try:
        found = fields_of_row(known)
    except Unfit as unfit:
        raise BadField(field=unfit.field, flaw=unfit.flaw.value) from None
    return {
        name: value
        for name, value in found.items()
        if name not in BESIDE and FIELDS[name].kind is not Kind.PART
    }


def add_item(
    texts: Mapping[str, str],
    content: Content,
    *,
    department_id: int,
    queue_code: str = "",
    by: Actor,
    at: datetime,
) -> VersionView:
    """A new item with its first draft. DEPT_NAME is that of the department.

    Raises:
        NotAllowed: `by` may not edit items of the department.
        BadField: a value that cannot be.
        ItemNotFound: no such department.
        OpenDraft: the code is taken.
    """
    require(by, Right.EDIT_ITEMS, department_id=department_id)
    department = Department.objects.filter(pk=department_id).first()
    if department is None:
        raise ItemNotFound(item=department_id)
    fields = fields_of_form({**texts, "DEPT_NAME": department.name})
    code = str(fields["TASK_CODE"])
    with transaction.atomic():
        item, made = Item.objects.get_or_create(
            code=code, defaults={"department": department, "queue_code": queue_code}
        )
        if not made:
            raise OpenDraft(item=code)
        row = ItemVersion.objects.create(
            item=item,
            number=1,
            fields=fields,
            content=contents.to_json(content),
            maker=by_whom(by),
            made_at=at,
        )
    return version_by_id(row.pk)


def draft_version(code: str, *, by: Actor, at: datetime) -> VersionView:
    """A draft that begins as a copy of the version in force.

    Raises:
        ItemNotFound: no version is in force.
        NotAllowed: `by` may not edit items of the department.
        OpenDraft: there is a draft already.
    """
    with transaction.atomic():
        item = _locked(code)
        require(by, Right.EDIT_ITEMS, department_id=item.department_id)
        rows = list(item.versions.order_by("number"))
        if any(row.state in _OPEN for row in rows):
            raise OpenDraft(item=code)
        current = next((row for row in rows if row.state in _IN_FORCE), None)
        if current is None:
            raise ItemNotFound(item=code)
        row = ItemVersion.objects.create(
            item=item,
            number=rows[-1].number + 1,
            fields=current.fields,
            content=current.content,
            based_on=current.number,
            maker=by_whom(by),
            made_at=at,
        )
    return version_by_id(row.pk)


def write_draft(
    code: str, texts: Mapping[str, str], content: Content, *, by: Actor, at: datetime
) -> VersionView:
    """Replace what a draft says. The last who writes is its maker. Code and department stay.

    Raises:
        ItemNotFound: there is no draft.
        NotAllowed: `by` may not edit items of the department.
        MoveNotAllowed: it has been submitted.
        BadField: a value that cannot be.
    """
    with transaction.atomic():
        item = _locked(code)
        require(by, Right.EDIT_ITEMS, department_id=item.department_id)
        row = _open_version(item)
        if row.state != State.DRAFT.value:
            raise MoveNotAllowed(version_state=row.state, move="write")
        fixed = {"TASK_CODE": code, "DEPT_NAME": str(row.fields["DEPT_NAME"])}
        row.fields = fields_of_form({**texts, **fixed})
        row.content = contents.to_json(content)
        row.maker, row.made_at = by_whom(by), at
        row.save(update_fields=["fields", "content", "maker", "made_at"])
    return version_by_id(row.pk)


def drop_draft(code: str, *, by: Actor) -> None:
    """Throw a draft away. A submitted one is returned first.

    Raises:
        ItemNotFound: there is no draft.
        NotAllowed: `by` may not edit items of the department.
        MoveNotAllowed: it has been submitted.
    """
    with transaction.atomic():
        item = _locked(code)
        require(by, Right.EDIT_ITEMS, department_id=item.department_id)
        row = _open_version(item)
        if row.state != State.DRAFT.value:
            raise MoveNotAllowed(version_state=row.state, move="drop")
        VersionLog.objects.filter(version=row).delete()
        row.delete()


def submit(code: str, *, by: Actor, at: datetime) -> VersionView:
    """Hand a draft to the reviewer; from here on its content is frozen.

    Raises:
        ItemNotFound, NotAllowed, MoveNotAllowed: as `write_draft`.
    """
    with transaction.atomic():
        item = _locked(code)
        require(by, Right.EDIT_ITEMS, department_id=item.department_id)
        return _move(_open_version(item), Move.SUBMIT, by=by, at=at)


def send_back(code: str, *, reason: str, by: Actor, at: datetime) -> VersionView:
    """Return a submitted version to its maker, with the reason.

    Raises:
        ItemNotFound: nothing is in review.
        NotAllowed: `by` may not review items.
        MoveNotAllowed: it is not in review.
    """
    require(by, Right.REVIEW_ITEMS)
    with transaction.atomic():
        return _move(_open_version(_locked(code)), Move.RETURN, by=by, at=at, reason=reason)


def publish(code: str, *, by: Actor, at: datetime) -> VersionView:
    """Put the submitted version in force; the one before steps back. Running cases stay on theirs.

    Raises:
        ItemNotFound: nothing is in review.
        NotAllowed: `by` may not review items.
        SamePerson: `by` made it.
        StaleDraft: another version came into force since it was begun.
        MoveNotAllowed: it is not in review.
    """
    require(by, Right.REVIEW_ITEMS)
    with transaction.atomic():
        item = _locked(code)
        row = _open_version(item)
        if row.maker == by_whom(by):
            raise SamePerson
        current = item.versions.filter(state__in=_IN_FORCE).first()
        if (current.number if current else 0) != row.based_on:
            raise StaleDraft(item=code)
        next_state(State(row.state), Move.PUBLISH)
        if current is not None:
            _move(current, Move.SUPERSEDE, by=by, at=at)
        row.reviewer, row.published_at = by_whom(by), at
        view = _move(row, Move.PUBLISH, by=by, at=at)
        _in_force_changed(item, row.number, at)
    return view


def pause(code: str, *, reason: str, by: Actor, at: datetime) -> VersionView:
    """Stop taking applications for now; the guide stays and says why.

    Raises:
        ItemNotFound: nothing is in force.
        NotAllowed: `by` may neither review nor edit the department's items.
        MoveNotAllowed: it is not published.
    """
    with transaction.atomic():
        item = _locked(code)
        if not by.may(Right.REVIEW_ITEMS):
            require(by, Right.EDIT_ITEMS, department_id=item.department_id)
        return _move_in_force(item, Move.PAUSE, by=by, at=at, reason=reason)


def resume(code: str, *, by: Actor, at: datetime) -> VersionView:
    """Take applications again.

    Raises:
        ItemNotFound: nothing is in force.
        NotAllowed: `by` may not review items.
        MoveNotAllowed: it is not paused.
    """
    require(by, Right.REVIEW_ITEMS)
    with transaction.atomic():
        return _move_in_force(_locked(code), Move.RESUME, by=by, at=at)


def withdraw(code: str, *, reason: str, by: Actor, at: datetime) -> VersionView:
    """Offer the item no longer; it leaves search and lists of citizens.

    Raises:
        ItemNotFound: nothing is in force.
        NotAllowed: `by` may not review items.
        MoveNotAllowed: it is withdrawn already.
    """
    require(by, Right.REVIEW_ITEMS)
    with transaction.atomic():
        return _move_in_force(_locked(code), Move.WITHDRAW, by=by, at=at, reason=reason)


def _locked(code: str) -> Item:
    item = Item.objects.select_for_update().filter(code=code).first()
    if item is None:
        raise ItemNotFound(item=code)
    return item


def _open_version(item: Item) -> ItemVersion:
    row = item.versions.filter(state__in=_OPEN).first()
    if row is None:
        raise ItemNotFound(item=item.code)
    return row


def _move_in_force(
    item: Item, move: Move, *, by: Actor, at: datetime, reason: str = ""
) -> VersionView:
    row = item.versions.filter(state__in=_IN_FORCE).first()
    if row is None:
        raise ItemNotFound(item=item.code)
    view = _move(row, move, by=by, at=at, reason=reason)
    _in_force_changed(item, row.number, at)
    return view


def _move(
    row: ItemVersion, move: Move, *, by: Actor, at: datetime, reason: str = ""
) -> VersionView:
    row.state = next_state(State(row.state), move).value
    row.reason = reason.strip()[:300]
    row.save(update_fields=["state", "reason", "reviewer", "published_at"])
    VersionLog.objects.create(
        version=row, move=move.value, by=by_whom(by), at=at, reason=row.reason
    )
    return version_by_id(row.pk)


def _in_force_changed(item: Item, number: int, at: datetime) -> None:
    reindex([item.pk])
    announce.item_changed(item.code, number, at=at)
