"""Pure rules: content, lint, simulation, packages, values. No database."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.channels.doorway.wording.item_files import REASONS
from yimen.cli.catalogue import FINDINGS
from yimen.demo import items
from yimen.reference.catalogue.errors import BadContent, BadPackage
from yimen.reference.catalogue.rules import codes, content, lint, package, simulation, values
from yimen.reference.catalogue.rules.vocabulary import FIELDS, field_of_header


def demo(name: str) -> tuple[dict[str, Any], content.Content]:
    row = next(row for row in items.item_rows() if row.fields["TASK_NAME"] == name)
    return dict(row.fields), content.read(row.content)


def test_content_reads_back_what_it_writes() -> None:
    _, found = demo("结婚登记")

    assert content.read(content.to_json(found)) == found


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ([], "."),
        ({"other": 1}, "other"),
        ({"materials": [{"key": "a"}]}, "materials[0].name"),
        ({"materials": [{"key": "a", "name": "b", "copies": -1}]}, "materials[0].copies"),
        ({"materials": [{"key": "a", "name": "b", "max_mb": 101}]}, "materials[0].max_mb"),
        ({"materials": [{"key": "a", "name": "b", "max_pages": -1}]}, "materials[0].max_pages"),
        ({"materials": [{"key": "a", "name": "b", "ways": ["fax"]}]}, "materials[0].ways"),
        ({"materials": [{"key": "a", "name": "b"}] * 2}, "materials"),
        ({"questions": [{"key": "a", "text": "b", "options": []}]}, "questions[0].options"),
        ({"fees": [{"name": "a", "fen": 5, "highest_fen": 1}]}, "fees[0].highest_fen"),
        ({"fees": [{"name": "a", "fen": True}]}, "fees[0].fen"),
        ({"steps": [{"name": "a"}]}, "steps[0].role"),
        ({"form": {"schema": 1}}, "form.schema"),
    ],
)
def test_bad_content_is_named_by_its_place(raw: object, path: str) -> None:
    with pytest.raises(BadContent) as refusal:
        content.read(raw)

    assert refusal.value.facts["path"] == path


@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        ("结婚登记", {"PROMISE_DAY": 3}, "instant_and_limit_disagree"),
        ("企业设立登记", {"ANTICIPATE_DAY": 0}, "promised_over_statutory"),
        ("结婚登记", {"LIMIT_SCENE_EXPLAIN": ""}, "visit_without_reason"),
        ("社会保障卡补领", {"FEE_BASIS": ""}, "fee_without_basis"),
        ("结婚登记", {"IS_PAY_ONLINE": True}, "free_but_paid_online"),
        ("结婚登记", {"IS_FEE": True, "FEE_BASIS": "x"}, "fee_without_rows"),
        ("结婚登记", {"SUPERVISE_WAY": "0769-22830007"}, "complaints_to_the_same_phone"),
        ("结婚登记", {"LINK_WAY": "电话"}, "not_a_phone"),
        ("结婚登记", {"USER_TOPIC_TYPE": []}, "topic_missing"),
        ("结婚登记", {"CORP_TOPIC_TYPE": ["其他"]}, "topic_too_many"),
        ("排污许可", {"PROMISE_DAY": 3}, "steps_over_promised"),
        ("结婚登记", {"RESULT_NAME": ""}, "result_without_name"),
        ("结婚登记", {"TASK_CODE": "XK001"}, "code_not_national"),
        ("结婚登记", {"DEPT_CODE": "x"}, "body_is_not_department"),
        ("结婚登记", {"ONLINE_HANDLE_DEPTH": "5"}, "whole_online_but_visits"),
    ],
)
def test_one_change_gives_one_finding(name: str, change: dict[str, object], what: str) -> None:
    fields, found = demo(name)

    assert what in [finding.what for finding in lint.findings(fields | change, found)]


def test_catch_all_materials_and_lost_conditions_are_found() -> None:
    raw = {
        "materials": [
            {"key": "a", "name": "法律法规规定的其他材料", "accept": "x"},
            {"key": "b", "name": "户口簿", "accept": "x", "when": {"gone": ["1"]}},
        ]
    }

    found = [finding.what for finding in lint.findings({}, content.read(raw))]

    assert found == ["catch_all_material", "code_not_national", "condition_never_met"]


def test_every_finding_and_every_flaw_has_words() -> None:
    assert set(REASONS) == {flaw.value for flaw in values.Flaw}
    assert len(FINDINGS) == len(set(FINDINGS.values()))


def test_the_same_seed_gives_the_same_simulation_and_more_pace_more_delay() -> None:
    _, found = demo("排污许可")

    calm = simulation.simulate(found, 15, cases=500, seed=3)
    busy = simulation.simulate(found, 15, cases=500, seed=3, pace=2.0)

    assert calm == simulation.simulate(found, 15, cases=500, seed=3)
    assert calm.in_time is not None and busy.in_time is not None
    assert calm.in_time > 0.9 > 0.2 > busy.in_time
    assert calm.p50 <= calm.p90 <= calm.p99 < busy.p99
    with pytest.raises(ValueError, match="cases=0"):
        simulation.simulate(found, 15, cases=0, seed=1)


def test_steps_of_one_group_go_on_at_the_same_time() -> None:
    step = {"name": "审", "role": "handler", "days": 4, "group": "g"}
    raw = {"steps": [step, step | {"days": 6}, {"name": "批", "role": "approver", "days": 1}]}

    assert lint.longest_way(content.read(raw)) == 7


def test_a_package_reads_back_and_a_changed_one_is_refused() -> None:
    fields, found = demo("结婚登记")
    text = package.write(package.Package(str(fields["TASK_CODE"]), "MZ", fields, found))

    assert package.read(text) == package.Package(str(fields["TASK_CODE"]), "MZ", fields, found)
    for bad in (
        "",
        "[]",
        "{}",
        text.replace("民法典", "旧法"),
        text.replace('"version": 1', '"version": 2'),
    ):
        with pytest.raises(BadPackage):
            package.read(bad)


@pytest.mark.parametrize(
    "code",
    [
        "11440100007482575H3440118009000",
        "11440000MB2D0164XH2440289876000",
        "11370800MB285591843370117002011",
    ],
)
def test_real_implementation_codes_come_apart(code: str) -> None:
    parts = codes.take_apart(code)

    assert parts is not None
    assert parts.body + parts.level + parts.basic == code
    assert codes.good_body(parts.body)


@given(st.text(max_size=300))
def test_any_text_is_a_value_or_unfit(text: str) -> None:
    for field in FIELDS.values():
        plain = values.plain(text)
        if plain:
            try:
                stored = values.value(field, plain)
            except values.Unfit:
                continue
            again = values.cell(field, stored)
            assert not again or values.value(field, again) == stored


@pytest.mark.parametrize(
    "header", ["TASK_NAME", " task_name ", "事项名称", "\ufeff事项名称", "事项 名称"]
)
def test_headers_are_known_in_both_languages(header: str) -> None:
    assert field_of_header(header) == "TASK_NAME"
