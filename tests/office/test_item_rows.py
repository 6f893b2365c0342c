"""The rows of a draft, by a browser without script: added, moved, taken away, checked, saved."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import Hall
from tests.catalogue.builders import department, publish, row
from tests.catalogue.passport import CODE, passport
from tests.laid_out import on_one_line
from tests.office.builders import as_role
from tests.office.html import form_of
from yimen.reference.catalogue import queries
from yimen.reference.catalogue.queries import VersionView
from yimen.reference.catalogue.rules.content import Need, Trust, Way
from yimen.reference.people.rules import Role

pytestmark = pytest.mark.django_db

ADDRESS = f"/office/items/edit/{CODE}"
TOKEN = "csrfmiddlewaretoken"  # drawn anew each time
Sent = dict[str, list[str]]


@pytest.fixture
def editor(hall: Hall) -> Client:
    """Somebody with a draft of the passport open."""
    publish(passport())
    client = as_role(hall, Role.DEPARTMENT_ADMIN, "3001", everywhere=True)
    client.post(f"/office/items/move/{CODE}", {"move": "draft"})
    return client


def opened(client: Client) -> Sent:
    """What the page would send back if nobody touched it."""
    return form_of(client.get(ADDRESS))


def pressed(client: Client, sent: Sent, **button: str) -> Sent:
    """Press a button that changes the rows; what the page would send then."""
    answer = client.post(ADDRESS, {**sent, **button})
    assert answer.status_code == 200, answer.content.decode()
    return form_of(answer)


def saved(client: Client, sent: Sent) -> VersionView:
    """Save; the draft as it is then."""
    answer = client.post(ADDRESS, sent)
    assert answer.status_code == 302, answer.context["editor"].faults
    return queries.versions(CODE)[0]


def refused(client: Client, sent: Sent) -> str:
    """Save in vain; what the page says."""
    before = queries.versions(CODE)[0]
    answer = client.post(ADDRESS, sent)
    assert answer.status_code == 422
    assert queries.versions(CODE)[0] == before
    return on_one_line(answer.content.decode())


def test_saving_unchanged_changes_nothing(editor: Client) -> None:
    saved(editor, opened(editor))

    assert queries.compare(CODE, 1, 2) == []


def test_no_document_stands_on_the_page_but_the_citizens_form(editor: Client) -> None:
    page = editor.get(ADDRESS).content.decode()

    assert page.count("JSON") == 2  # the folded field and its hint
    assert "居民身份证" in page
    assert "self = 本人" in page


def test_a_row_is_added_filled_and_gets_a_free_code(editor: Client) -> None:
    sent = pressed(editor, opened(editor), add="materials")
    assert sent["materials-count"] == ["7"]
    sent |= {"materials-6-name": ["结婚证"], "materials-6-copies": ["1"]}
    sent |= {"materials-6-ways": ["upload", "bring"], "materials-6-need": ["later"]}
    sent |= {"materials-6-trust": ["A"], "materials-6-when": ["who=agent", "kin=yes"]}

    added = saved(editor, sent).content.materials[-1]

    assert (added.name, added.key, added.copies) == ("结婚证", "m1", 1)
    assert (added.ways, added.need, added.trust) == ((Way.UPLOAD, Way.BRING), Need.LATER, Trust.A)
    assert added.when == {"kin": ("yes",), "who": ("agent",)}


def test_nothing_is_saved_nor_complained_of_while_rows_are_arranged(editor: Client) -> None:
    before = queries.versions(CODE)[0]
    sent = opened(editor) | {"TASK_NAME": [""], "materials-0-name": [""], "PROMISE_DAY": ["x"]}

    answer = editor.post(ADDRESS, {**sent, "add": "faqs"})

    assert "field__error" not in answer.content.decode()
    kept = form_of(answer)
    assert (kept["PROMISE_DAY"], kept["materials-0-name"]) == (["x"], [""])
    assert kept["materials-0-ways"] == sent["materials-0-ways"]
    assert queries.versions(CODE)[0] == before


def test_a_row_is_moved_up_and_another_taken_away(editor: Client) -> None:
    sent = pressed(editor, opened(editor), up="steps-1")
    sent = pressed(editor, sent, remove="materials-0")
    content = saved(editor, sent).content

    assert [step.name for step in content.steps] == ["制证", "受理"]
    assert [material.key for material in content.materials] == [
        "photo", "form", "deed", "kin", "old",
    ]  # fmt: skip


def test_an_added_row_that_stays_empty_is_left_out(editor: Client) -> None:
    sent = opened(editor)
    for name in ("questions", "materials", "fees", "steps", "results", "faqs"):
        sent = pressed(editor, sent, add=name)

    saved(editor, sent)

    assert queries.compare(CODE, 1, 2) == []


def test_each_wrong_row_says_what_is_wrong_and_is_open(editor: Client) -> None:
    sent = opened(editor) | {
        "materials-1-name": [""],
        "materials-2-copies": ["-1"],
        "fees-0-yuan": ["12.345"],
        "fees-0-highest": ["1"],
        "questions-0-options": ["self = 本人"],
        "materials-3-key": ["有 空格"],
    }

    page = refused(editor, sent)

    assert "还没有保存" in page
    assert page.count('class="item-row" id="materials-1" open') == 1
    assert page.count(" open>") == 6  # the question that asks on behalf of whom lost its condition
    for said in ("至少要有两个选项", "代号只用字母", "金额最多到分"):
        assert said in page
    assert "居民身份证" in page


def test_codes_and_options_are_each_used_once(editor: Client) -> None:
    sent = opened(editor) | {"materials-1-key": ["id"]}
    assert "代号“id”在上面已经用过" in refused(editor, sent)

    sent = opened(editor) | {"questions-0-options": ["a = 本人\r\na = 他人"]}
    assert "选项代号重复：a" in refused(editor, sent)


def test_a_condition_whose_answer_is_gone_must_be_chosen_anew(editor: Client) -> None:
    sent = pressed(editor, opened(editor), remove="questions-1")

    assert "原来的条件已经没有了" in refused(editor, sent)

    del sent["materials-4-when"]
    assert saved(editor, sent).content.materials[4].when == {}


def test_a_question_does_not_depend_on_its_own_answers(editor: Client) -> None:
    page = editor.get(ADDRESS).content.decode()

    assert 'name="questions-0-when" value="kin=yes"' in page
    assert 'name="questions-0-when" value="who=self"' not in page
    assert 'name="questions-1-when" value="who=self"' in page


def test_money_is_written_in_yuan_and_kept_in_fen(editor: Client) -> None:
    sent = opened(editor)
    assert (sent["fees-0-yuan"], sent["fees-0-highest"]) == (["120"], [""])
    sent |= {"fees-0-yuan": ["19.99"], "fees-0-highest": ["150.5"], "fees-0-reducible": ["on"]}

    fee = saved(editor, sent).content.fees[0]

    assert (fee.fen, fee.highest_fen, fee.reducible) == (1999, 15050, True)
    assert "最高金额不能低于金额" in refused(editor, sent | {"fees-0-highest": ["1"]})


def test_lines_of_options_make_codes_where_there_are_none(editor: Client) -> None:
    sent = pressed(editor, opened(editor), add="questions")
    sent |= {"questions-2-text": ["要加急吗？"], "questions-2-options": ["要\r\n\r\nno = 不要"]}

    question = saved(editor, sent).content.questions[2]

    assert question.key == "q1"
    assert [(option.key, option.text) for option in question.options] == [
        ("1", "要"), ("no", "不要"),
    ]  # fmt: skip


def test_several_lines_are_kept_as_they_were_stored(editor: Client) -> None:
    sent = opened(editor) | {"faqs-0-answer": ["可以。\r\n请到窗口。"]}

    assert saved(editor, sent).content.faqs[0].answer == "可以。\n请到窗口。"


def test_a_department_of_an_imported_step_stays_although_nobody_knows_it(hall: Hall) -> None:
    department()
    content: dict[str, object] = {
        "steps": [{"name": "会审", "role": "reviewer", "department": "老经信局"}]
    }
    publish(replace(row(CODE, "会审事项"), content=content))
    client = as_role(hall, Role.DEPARTMENT_ADMIN, "3001", everywhere=True)
    client.post(f"/office/items/move/{CODE}", {"move": "draft"})

    step = saved(client, opened(client)).content.steps[0]

    assert step.department == "老经信局"


@pytest.mark.parametrize(
    "button",
    [
        {"remove": "materials-999"},
        {"remove": "materials-x"},
        {"remove": "materials-"},
        {"up": "materials-0"},
        {"up": "materials-x"},
    ],
)
def test_a_button_of_no_row_leaves_the_rows_as_they_are(
    editor: Client, button: dict[str, str]
) -> None:
    sent = opened(editor)

    then = pressed(editor, sent, **button)

    assert then | {TOKEN: []} == sent | {TOKEN: []}
    assert queries.compare(CODE, 1, 2) == []


@pytest.mark.parametrize("part", ["nothing", "form"])
def test_a_button_of_no_part_saves_what_is_there(editor: Client, part: str) -> None:
    sent = opened(editor) | {"add": [part]}

    assert saved(editor, sent).content == queries.versions(CODE)[1].content
    assert queries.compare(CODE, 1, 2) == []


def test_the_page_asks_of_items_as_often_for_many_rows(editor: Client) -> None:
    counts = []  # of its own questions: once a minute a session is written, too
    for rows in (0, 5):
        sent = opened(editor)
        for _ in range(rows):
            sent = pressed(editor, sent, add="steps")
        with CaptureQueriesContext(connection) as asked:
            editor.post(ADDRESS, {**sent, "add": "steps"})
        counts.append(sum('"catalogue_' in each["sql"] for each in asked))

    assert counts[0] == counts[1] > 0
