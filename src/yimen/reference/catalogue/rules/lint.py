"""The consistency checks of an implementation row. Source: DOMAIN 1.7, numbered as there."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from yimen.reference.catalogue.rules.codes import good_body, take_apart
from yimen.reference.catalogue.rules.content import Content, Need, conditions
from yimen.reference.catalogue.rules.values import Fields
from yimen.reference.catalogue.rules.vocabulary import LEGAL_PERSONS, NO_RESULT, WHOLE_ONLINE

_PHONE: Final = re.compile(
    r"(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?|1[3-9]\d{9}|\d{3,4}-?1\d{4}|[19]\d{4,5}"
)
_STEPS: Final = ("受理", "审核", "审批", "办结", "送达")
_CATCH_ALL: Final = re.compile(r"其他(相关|有关|所需|需要|必要)*(的)?(材料|资料|文件)|规定的其他")
_FORM: Final = ("表", "申请书", "承诺书", "委托书")
#: Five working days are seven natural ones.
_WEEK: Final = (5, 7)


@dataclass(frozen=True)
class Settings:
    """What a city may set."""

    #: Up to how many promised days still count as instant.
    instant_days: int = 0


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit. `what` is a stable word, `place` a field or a part."""

    check: int
    what: str
    place: str


Rule = Callable[[Fields, Content, Settings], Iterator[Finding]]


def findings(fields: Fields, content: Content, settings: Settings = Settings()) -> list[Finding]:
    """Everything that does not fit, in the order of the checks. Empty: consistent."""
    return [found for rule in _RULES for found in rule(fields, content, settings)]


def _days(fields: Fields, name: str) -> float | None:
    """A limit in working days, None when not given."""
    days = fields.get(f"{name}_DAY")
    if not isinstance(days, int):
        return None
    natural = str(fields.get(f"{name}_TYPE", "1")) == "2"
    return days * _WEEK[0] / _WEEK[1] if natural else float(days)


def _instant(fields: Fields, _content: Content, settings: Settings) -> Iterator[Finding]:
    promised = _days(fields, "PROMISE")
    case = fields.get("PROJECT_TYPE")
    if promised is None or case not in {"1", "2"}:
        return
    if (case == "1") != (promised <= settings.instant_days):
        yield Finding(1, "instant_and_limit_disagree", "PROMISE_DAY")


def _limits(fields: Fields, _content: Content, _settings: Settings) -> Iterator[Finding]:
    promised, statutory = _days(fields, "PROMISE"), _days(fields, "ANTICIPATE")
    if promised is not None and statutory is not None and promised > statutory:
        yield Finding(2, "promised_over_statutory", "PROMISE_DAY")


def _visits(fields: Fields, _content: Content, _settings: Settings) -> Iterator[Finding]:
    visits = fields.get("LIMIT_SCENE_NUM")
    if not isinstance(visits, int):
        return
    if visits and not fields.get("LIMIT_SCENE_EXPLAIN"):
        yield Finding(3, "visit_without_reason", "LIMIT_SCENE_EXPLAIN")
    ways = fields.get("HANDLE_TYPE")
    by_post = isinstance(ways, list) and "3" in ways
    if not visits and not fields.get("IS_ONLINE") and not by_post:
        yield Finding(3, "no_visit_and_no_other_way", "HANDLE_TYPE")


def _depth(fields: Fields, content: Content, _settings: Settings) -> Iterator[Finding]:
    visits = fields.get("LIMIT_SCENE_NUM")
    if fields.get("ONLINE_HANDLE_DEPTH") in WHOLE_ONLINE and (
        visits != 0 or not fields.get("IS_ONLINE")
    ):
        yield Finding(4, "whole_online_but_visits", "ONLINE_HANDLE_DEPTH")
    electronic = any("electronic" in result.delivery for result in content.results)
    nothing = fields.get("RESULT_TYPE") == NO_RESULT
    if visits == 0 and not (fields.get("IS_EXPRESS") or electronic or nothing):
        yield Finding(4, "no_visit_and_no_way_home", "IS_EXPRESS")


def _fees(fields: Fields, content: Content, _settings: Settings) -> Iterator[Finding]:
    charged = fields.get("IS_FEE")
    if charged is True:
        if not fields.get("FEE_BASIS"):
            yield Finding(5, "fee_without_basis", "FEE_BASIS")
        if not content.fees:
            yield Finding(5, "fee_without_rows", "FEES")
        if "IS_PAY_ONLINE" not in fields:
            yield Finding(5, "online_payment_not_said", "IS_PAY_ONLINE")
    if charged is False:
        if fields.get("IS_PAY_ONLINE"):
            yield Finding(5, "free_but_paid_online", "IS_PAY_ONLINE")
        if content.fees:
            yield Finding(5, "free_but_fee_rows", "FEES")


def _phones(fields: Fields, _content: Content, _settings: Settings) -> Iterator[Finding]:
    for name in ("LINK_WAY", "SUPERVISE_WAY"):
        text = str(fields.get(name, ""))
        if text and not all(_PHONE.fullmatch(part) for part in re.split(r"[\s、,，;；/]+", text)):
            yield Finding(6, "not_a_phone", name)
    if fields.get("LINK_WAY") and fields.get("LINK_WAY") == fields.get("SUPERVISE_WAY"):
        yield Finding(6, "complaints_to_the_same_phone", "SUPERVISE_WAY")


def _topics(fields: Fields, _content: Content, _settings: Settings) -> Iterator[Finding]:
    served = fields.get("SERVER_TYPE")
    if not isinstance(served, list):
        return
    for name, wanted in (
        ("USER_TOPIC_TYPE", "1" in served),
        ("CORP_TOPIC_TYPE", bool(LEGAL_PERSONS & set(served))),
    ):
        if wanted is not bool(fields.get(name)):
            yield Finding(7, "topic_missing" if wanted else "topic_too_many", name)


def _permit(fields: Fields, content: Content, _settings: Settings) -> Iterator[Finding]:
    if fields.get("TASK_TYPE") == "01":
        if not content.faqs:
            yield Finding(8, "permit_without_faq", "FAQS")
        names = iter(step.name for step in content.steps)
        if not all(any(wanted in name for name in names) for wanted in _STEPS):
            yield Finding(8, "permit_steps_incomplete", "STEPS")
    promised = fields.get("PROMISE_DAY")
    if isinstance(promised, int) and longest_way(content) > promised:
        yield Finding(8, "steps_over_promised", "STEPS")


def longest_way(content: Content) -> int:
    """Days of all steps: steps of one group go on at the same time."""
    groups: dict[str, int] = {}
    alone = 0
    for step in content.steps:
        if step.group:
            groups[step.group] = max(groups.get(step.group, 0), step.days)
        else:
            alone += step.days
    return alone + sum(groups.values())


def _results(fields: Fields, content: Content, _settings: Settings) -> Iterator[Finding]:
    if fields.get("RESULT_TYPE", NO_RESULT) != NO_RESULT:
        if not fields.get("RESULT_NAME"):
            yield Finding(9, "result_without_name", "RESULT_NAME")
        if not any(result.sample for result in content.results):
            yield Finding(9, "result_without_sample", "RESULTS")
    for material in content.materials:
        if material.need is Need.REQUIRED and not material.accept:
            yield Finding(9, "material_without_standard", f"MATERIALS.{material.key}")
        if material.name.endswith(_FORM) and not (material.blank and material.sample):
            yield Finding(9, "form_without_blank_or_sample", f"MATERIALS.{material.key}")


def _catch_all(_fields: Fields, content: Content, _settings: Settings) -> Iterator[Finding]:
    for material in content.materials:
        if _CATCH_ALL.search(material.name):
            yield Finding(10, "catch_all_material", f"MATERIALS.{material.key}")


def _code(fields: Fields, _content: Content, _settings: Settings) -> Iterator[Finding]:
    parts = take_apart(str(fields.get("TASK_CODE", "")))
    if parts is None:
        yield Finding(11, "code_not_national", "TASK_CODE")
        return
    if not good_body(parts.body):
        yield Finding(11, "body_check_character", "TASK_CODE")
    if parts.body != fields.get("DEPT_CODE"):
        yield Finding(11, "body_is_not_department", "DEPT_CODE")


def _situations(_fields: Fields, content: Content, _settings: Settings) -> Iterator[Finding]:
    """Beyond the national checks: a condition that no answer can meet (check 12)."""
    offered = {q.key: {option.key for option in q.options} for q in content.questions}
    for name, when in conditions(content):
        for question, options in when.items():
            if not set(options) <= offered.get(question, set()):
                yield Finding(12, "condition_never_met", name)


_RULES: Final[tuple[Rule, ...]] = (
    _instant,
    _limits,
    _visits,
    _depth,
    _fees,
    _phones,
    _topics,
    _permit,
    _results,
    _catch_all,
    _code,
    _situations,
)
