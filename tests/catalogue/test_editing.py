"""The life of a version: two people, one in force, nothing published ever changes."""

from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from tests.catalogue.builders import TEN, department, publish, row, someone
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue import queries
from yimen.reference.catalogue.actions import editing, packages
from yimen.reference.catalogue.errors import (
    BadField,
    BadPackage,
    ItemNotFound,
    ItemNotOffered,
    MoveNotAllowed,
    OpenDraft,
    SamePerson,
    StaleDraft,
)
from yimen.reference.catalogue.models import ItemVersion
from yimen.reference.catalogue.rules.content import Content, Faq
from yimen.reference.catalogue.rules.states import NEXT_STATE, Move, State, next_state
from yimen.reference.people.rules import HOUSE, Role

MAKER = someone(1, Role.DEPARTMENT_ADMIN)
REVIEWER = someone(2, Role.HALL_MANAGER)
TEXTS = {"TASK_NAME": "居住证申领", "TASK_TYPE": "07", "PROMISE_DAY": "10"}
FAQ = Content(faqs=(Faq("多久？", "十天。"),))


def drafted() -> None:
    """An item in force with a draft of another name."""
    department()
    publish(row("A-1", "居住证办理"))
    editing.draft_version("A-1", by=MAKER, at=TEN)
    editing.write_draft("A-1", TEXTS, FAQ, by=MAKER, at=TEN)


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_every_pair_is_decided(state: State, move: Move) -> None:
    if (state, move) in NEXT_STATE:
        assert next_state(state, move) is NEXT_STATE[state, move]
    else:
        with pytest.raises(MoveNotAllowed):
            next_state(state, move)


@pytest.mark.django_db
def test_a_draft_is_in_force_only_after_somebody_else_published_it() -> None:
    drafted()
    editing.submit("A-1", by=MAKER, at=TEN)
    assert queries.version("A-1").name == "居住证办理"

    editing.publish("A-1", by=REVIEWER, at=TEN)

    now = queries.version("A-1")
    assert (now.number, now.name, now.maker, now.reviewer) == (
        2,
        "居住证申领",
        "staff:1",
        "staff:2",
    )
    assert [hit.name for hit in queries.search("居住证")] == ["居住证申领"]
    assert [line.move for line in queries.log("A-1")] == ["publish", "supersede", "submit"]
    assert {d.path for d in queries.compare("A-1", 1, 2)} == {"TASK_NAME", "PROMISE_DAY", "faqs"}


@pytest.mark.django_db
def test_the_maker_does_not_review() -> None:
    drafted()
    editing.submit("A-1", by=MAKER, at=TEN)
    both = someone(1, Role.HALL_MANAGER)

    with pytest.raises(SamePerson):
        editing.publish("A-1", by=both, at=TEN)
    with pytest.raises(NotAllowed):
        editing.publish("A-1", by=MAKER, at=TEN)
    with pytest.raises(IntegrityError, match="maker_is_not_reviewer"), transaction.atomic():
        ItemVersion.objects.filter(number=2).update(reviewer="staff:1")


@pytest.mark.django_db
def test_an_admin_of_another_department_may_not_edit() -> None:
    mine = department()
    publish(row("A-1", "居住证办理"))

    with pytest.raises(NotAllowed):
        editing.draft_version("A-1", by=someone(3, Role.DEPARTMENT_ADMIN, mine + 1), at=TEN)
    assert editing.draft_version("A-1", by=someone(3, Role.DEPARTMENT_ADMIN, mine), at=TEN)


@pytest.mark.django_db
def test_a_second_draft_is_refused_and_a_stale_one_is_not_published() -> None:
    drafted()
    with pytest.raises(OpenDraft):
        editing.draft_version("A-1", by=MAKER, at=TEN)
    editing.submit("A-1", by=MAKER, at=TEN)
    publish(row("A-1", "居住证签注"))

    with pytest.raises(StaleDraft):
        editing.publish("A-1", by=REVIEWER, at=TEN)

    editing.send_back("A-1", reason="以新版为准", by=REVIEWER, at=TEN)
    assert queries.version("A-1").name == "居住证签注"


@pytest.mark.django_db
def test_a_dropped_draft_leaves_the_version_in_force() -> None:
    drafted()

    editing.drop_draft("A-1", by=MAKER)

    assert [view.number for view in queries.versions("A-1")] == [1]
    with pytest.raises(ItemNotFound):
        editing.submit("A-1", by=MAKER, at=TEN)


@pytest.mark.django_db
def test_a_paused_item_says_why_and_a_withdrawn_one_is_gone_from_search() -> None:
    department()
    publish(row("A-1", "居住证办理"))

    editing.pause("A-1", reason="系统升级", by=MAKER, at=TEN)
    guide = queries.guide("A-1")
    assert (guide.paused, guide.paused_because) == (True, "系统升级")
    assert [hit.paused for hit in queries.search("居住证")] == [True]
    editing.resume("A-1", by=REVIEWER, at=TEN)
    assert not queries.guide("A-1").paused
    editing.withdraw("A-1", reason="取消", by=REVIEWER, at=TEN)

    assert queries.search("居住证") == []
    with pytest.raises(ItemNotOffered):
        queries.guide("A-1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        'UPDATE catalogue_itemversion SET fields = fields || \'{"TASK_NAME": "x"}\'',
        "UPDATE catalogue_itemversion SET content = '{\"faqs\": []}'",
        "UPDATE catalogue_itemversion SET maker = 'staff:7'",
        "UPDATE catalogue_itemversion SET published_at = now()",
        "UPDATE catalogue_itemversion SET reviewer = 'staff:7'",
        "UPDATE catalogue_itemversion SET state = 'draft'",
        "DELETE FROM catalogue_itemversion",
    ],
)
def test_the_database_refuses_to_change_what_was_published(change: str) -> None:
    department()
    publish(row("A-1", "居住证办理"))

    with (
        pytest.raises(IntegrityError, match="is frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


@pytest.mark.django_db
def test_a_new_item_needs_good_values_and_a_free_code() -> None:
    mine = department()
    texts = {**TEXTS, "TASK_CODE": "N-1"}
    editing.add_item(texts, FAQ, department_id=mine, by=MAKER, at=TEN)

    with pytest.raises(OpenDraft):
        editing.add_item(texts, FAQ, department_id=mine, by=MAKER, at=TEN)
    with pytest.raises(BadField):
        editing.add_item({**texts, "PROMISE_DAY": "x"}, FAQ, department_id=mine, by=MAKER, at=TEN)
    with pytest.raises(ItemNotFound):
        queries.version("N-1")
    assert [line.state for line in queries.items()] == [State.DRAFT]


@pytest.mark.django_db
def test_a_package_comes_in_elsewhere_as_a_draft_of_the_same_content() -> None:
    drafted()
    editing.submit("A-1", by=MAKER, at=TEN)
    editing.publish("A-1", by=REVIEWER, at=TEN)
    text = packages.export_package("A-1")

    view = packages.import_package(text.replace("\n ", "\n  "), by=HOUSE, at=TEN)

    assert (view.number, view.state) == (3, State.DRAFT)
    assert queries.compare("A-1", 2, 3) == []
    with pytest.raises(BadPackage):
        packages.import_package(text.replace("居住证申领", "居住证"), by=HOUSE, at=TEN)
