"""What a notice has to say of a case, as it stands in the transaction that tells it."""

import time
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from django.utils import timezone

from yimen.kernel import masking
from yimen.kernel.documents import official_date
from yimen.kernel.workdays import Unit
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.queries import DepartmentView
from yimen.reference.centres import queries as centres
from yimen.reference.centres.queries import CentreView
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.clocks import Clock
from yimen.services.cases.models.handing import HandOut
from yimen.services.cases.models.materials import Material
from yimen.services.cases.models.notices import Notice
from yimen.services.cases.queries import clocks as clock_queries
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.rules import limits as limiting
from yimen.services.cases.rules.clocks import ClockKind, Ledger, reckon
from yimen.services.cases.rules.notices.facts import Facts, Row, Value
from yimen.services.cases.rules.notices.kinds import SPECS, Kind
from yimen.services.cases.rules.states import Applicant, MaterialState
from yimen.support import rows
from yimen.support.secrets import unseal

_LICENCE: Final = "01"
_SECONDS_OLD: Final = 30
_AS_PUBLISHED: Final = "符合办事指南公布的条件、标准和要求"
#: A field of the national list that is longer is an explanation and not a name.
_NAME: Final = 60
_LAW: Final = 160

_STATES: Final[Mapping[str, str]] = {
    MaterialState.GIVEN.value: "已收",
    MaterialState.CHECKING.value: "待核",
    MaterialState.HELD.value: "免提交",
    MaterialState.PROMISED.value: "已承诺",
    MaterialState.WRONG.value: "待补正",
    MaterialState.MISSING.value: "未交",
}
_TAKERS: Final[Mapping[str, str]] = {
    "applicant": "申请人本人",
    "agent": "代办人",
    "proxy": "受委托人",
    "parcel": "邮寄签收",
    "locker": "自助取件柜",
    "electronic": "网上接收",
}
_WAYS: Final[Mapping[str, str]] = {
    "parcel": "邮寄送达",
    "locker": "自助取件柜领取",
    "electronic": "电子送达",
}
#: Said of a required material that did not come.
NOT_GIVEN: Final = "尚未提交，请提交。"
_AT_WINDOW: Final = "窗口当面送达"
_UNITS: Final[Mapping[str, str]] = {Unit.WORKING.value: "个工作日", Unit.NATURAL.value: "日"}


def common(row: Case) -> dict[str, Value]:
    """What every notice of a case says."""
    known = definition(row.version_id).version
    fields = known.fields
    organisation = row.applicant_kind == Applicant.ORGANISATION.value
    number = unseal(bytes(row.applicant_id_sealed))
    masked = masking.organisation(number) if organisation else masking.citizen_id(number)
    return {
        "case_number": row.number or "",
        "item": row.item_name,
        "licence": fields.get("TASK_TYPE") == _LICENCE,
        "applicant": unseal(bytes(row.applicant_name_sealed)),
        "applicant_id": masked,
        "organisation": organisation,
        "agent": unseal(bytes(row.agent_name_sealed)),
        "department": department(row.department_id).name,
        "law": _law(str(fields.get("BY_LAW") or "")),
        "phone": _short(fields.get("LINK_WAY")),
        "review_body": _short(fields.get("ADMINISTRATIVE_REVIEW"))
        or f"{centre(row.centre_id).city}人民政府",
        "court": _short(fields.get("LITIGATION")),
        "hand_over": row.hand_over,
    }


def gathered(row: Case, kind: Kind, said: Mapping[str, Value], *, at: datetime) -> Facts:
    """All facts of a notice: what every one says, what the case says, what was said just now."""
    of_kind = {
        Kind.RECEIPT: _receipt,
        Kind.ACCEPTANCE: _acceptance,
        Kind.SUPPLEMENT: _supplement,
        Kind.TOLERANT: _tolerant,
        Kind.TOLERANT_PROMISE: _tolerant,
        Kind.SPECIAL: _special,
        Kind.EXTENSION: _extension,
        Kind.GRANT: _grant,
        Kind.REFUSE: _refuse,
    }.get(kind)
    own = of_kind(row, at) if of_kind else {}
    return Facts({**common(row), **own, **said})


def _receipt(row: Case, at: datetime) -> dict[str, Value]:
    clock = _clock(row, ClockKind.ACCEPTANCE)
    window = "" if row.window_id is None else f"{centres.window(row.window_id).number}号窗口"
    return {
        "received_at": _moment(row, row.received_at or at),
        "query_code": unseal(bytes(row.query_code_sealed)),
        "window": window,
        "materials": _materials(row),
        "acceptance_due": _iso(clock.due_on if clock else None),
        "record_number": row.audit_number,
        "record_digest": bytes(row.audit_digest).hex(),
    }


def _acceptance(row: Case, at: datetime) -> dict[str, Value]:
    clocks = _clocks(row, ClockKind.PROMISED, ClockKind.STATUTORY)
    accepted = row.accepted_at or at
    facts: dict[str, Value] = {
        "accepted_on": _iso(_local(row, accepted)),
        "deemed": row.deemed,
        "tolerant": row.tolerant,
        "promised": row.promised,
        "provisional": any(clock.provisional for clock in clocks),
        "materials": _materials(row),
    }
    for clock in clocks:
        facts[f"{clock.kind}_due"] = _iso(clock.due_on)
        facts[f"{clock.kind}_limit"] = f"{clock.limit}{_UNITS[clock.unit]}"
    return facts


def _supplement(row: Case, at: datetime) -> dict[str, Value]:
    wrong = Material.objects.filter(case=row, state=MaterialState.WRONG.value).order_by("position")
    clock = _clock(row, ClockKind.SUPPLEMENT)
    return {
        "flaws": [{"name": each.name, "flaw": each.flaw} for each in wrong],
        "due": _iso(clock.due_on if clock else None),
    }


def _tolerant(row: Case, at: datetime) -> dict[str, Value]:
    later = Material.objects.filter(
        case=row, need="later", state=MaterialState.PROMISED.value, way=""
    ).order_by("position")
    clock = _clock(row, ClockKind.TOLERANT)
    return {
        "later": [{"name": each.name, "form": _count(each)} for each in later],
        "due": _iso(clock.due_on if clock else None),
    }


def signature(row: Case) -> dict[str, Value]:
    """The signature captured at the window's second screen, and its day; nothing without one."""
    if not row.signature_file or row.signed_at is None:
        return {}
    return {"signature_file": row.signature_file, "signed_on": _iso(_local(row, row.signed_at))}


def promised(row: Case, words: Mapping[str, str]) -> dict[str, Value]:
    """What a promise stands in for: materials by key, with what was promised of each."""
    named = Material.objects.filter(case=row, key__in=list(words)).order_by("position")
    said: list[Row] = [
        {"name": each.name, "words": words[each.key].strip() or _AS_PUBLISHED} for each in named
    ]
    return {"promised": said}


def _special(row: Case, at: datetime) -> dict[str, Value]:
    clock = _clock(row, ClockKind.SPECIAL)
    return {
        "began_on": _iso(clock.starts_on if clock else None),
        "until": _iso(clock.due_on if clock else None),
    }


def _extension(row: Case, at: datetime) -> dict[str, Value]:
    clock = _clock(row, ClockKind.STATUTORY)
    return {"due": _iso(clock.due_on if clock else None)}


def _grant(row: Case, at: datetime) -> dict[str, Value]:
    clock = _clock(row, ClockKind.DELIVERY)
    results = definition(row.version_id).content.results
    return {
        **_refuse(row, at),
        "results": "、".join(each.name for each in results),
        "delivery_due": _iso(clock.due_on if clock else None),
        # Nothing is picked up where nothing is made.
        "hand_over": row.hand_over if results else "",
    }


def _refuse(row: Case, at: datetime) -> dict[str, Value]:
    return {"accepted_on": _iso(_local(row, row.accepted_at or at))}


def to_be_supplemented(case_id: int, flaws: Mapping[str, str], *, at: datetime) -> dict[str, Value]:
    """What a supplement notice would tell now.

    Args:
        case_id: which case.
        flaws: by material key what is wrong; required materials that are missing are added.
        at: now.

    Raises:
        CaseNotFound: no such case.
    """
    row = Case.objects.filter(pk=case_id).first()
    if row is None:
        raise CaseNotFound
    wrong: list[Row] = []
    for each in Material.objects.filter(case=row).order_by("position"):
        lacks = each.need == "required" and each.state == MaterialState.MISSING.value
        flaw = flaws.get(each.key, "") or (NOT_GIVEN if lacks else "")
        if flaw:
            wrong.append({"name": each.name, "flaw": flaw})
    on = _local(row, at)
    kind = ClockKind.SUPPLEMENT
    limit = limiting.term(kind, clock_queries.limits_on(on), clock_queries.offer_of(row.version_id))
    ledger = Ledger(kind, limit.unit, limit.days, on)
    return {"flaws": wrong, "due": _iso(reckon(ledger, centres.legal_calendar()).day)}


def masked(facts: Facts) -> Facts:
    """The same with names as lists show them."""
    if facts.flag("organisation"):
        return facts
    names = {name: masking.name(facts.text(name)) for name in ("applicant", "agent")}
    return Facts({**facts.values, **names})


def delivered(row: Case, took: str, *, at: datetime) -> dict[str, Value]:
    """What was handed over to whom; of a hand-out at the window with name and signature.

    Args:
        row: the case.
        took: "applicant", "agent", "proxy", "parcel", "locker", "electronic".
        at: when.
    """
    decisions = Notice.objects.filter(
        case=row, kind__in=[Kind.GRANT.value, Kind.REFUSE.value], state="issued"
    ).order_by("id")
    licence = definition(row.version_id).version.fields.get("TASK_TYPE") == _LICENCE
    papers: list[Row] = [
        {"name": SPECS[Kind(each.kind)].title_of(licence=licence), "number": each.number}
        for each in decisions
    ]
    if any(each.kind == Kind.GRANT.value for each in decisions):
        papers += [{"name": each.name} for each in definition(row.version_id).content.results]
    facts: dict[str, Value] = {"papers": papers, "delivered_at": _moment(row, at)}
    facts |= {"taker": _TAKERS.get(took, took), "way": _WAYS.get(took, _AT_WINDOW)}
    handed = HandOut.objects.filter(case=row).first()
    if handed is not None:
        name = unseal(bytes(handed.name_sealed))
        facts |= {
            "taker": f"{name}（{_TAKERS[handed.taker]}）",
            "identity_check": "读卡核验居民身份证" if handed.by_reader else "人工核验证件",
            "signature_file": handed.signature_file,
            "signed_on": _iso(_local(row, handed.at)),
        }
    return facts


def _materials(row: Case) -> list[Row]:
    """What was asked for; optional things that were not given are nobody's concern."""
    return [
        {"name": each.name, "count": _count(each), "state": _STATES[each.state]}
        for each in rows.select(Material, {"case": row.pk}, order=["position"])
        if each.need != "optional" or each.state != MaterialState.MISSING.value
    ]


def _count(material: Material) -> str:
    parts = []
    if material.originals:
        parts.append(f"原件{material.originals}份")
    if material.copies:
        parts.append(f"复印件{material.copies}份")
    return "、".join(parts)


def _clock(row: Case, kind: ClockKind) -> Clock | None:
    """The latest clock of a kind."""
    return next(iter(_clocks(row, kind)[::-1]), None)


def _clocks(row: Case, *kinds: ClockKind) -> list[Clock]:
    return rows.select(Clock, {"case": row.pk, "kind": [kind.value for kind in kinds]})


def _law(text: str) -> str:
    """A law's name in its marks; empty for a text that is no name."""
    bare = " ".join(text.split())
    if not bare or len(bare) > _LAW:
        return ""
    return bare if "《" in bare else f"《{bare}》"


def _short(value: Any) -> str:  # noqa: ANN401 - a field of an item may be anything
    text = " ".join(str(value or "").split())
    return text if len(text) <= _NAME else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _local(row: Case, at: datetime) -> date:
    return timezone.localtime(at, centre(row.centre_id).zone).date()


def _moment(row: Case, at: datetime) -> str:
    local = timezone.localtime(at, centre(row.centre_id).zone)
    return f"{official_date(local.date())}{local.hour}时{local.minute}分"


def department(department_id: int) -> DepartmentView:
    """A department, its name at most half a minute old."""
    return _department(department_id, _now())


def centre(centre_id: int) -> CentreView:
    """A centre, its name at most half a minute old."""
    return _centre(centre_id, _now())


def _now() -> int:
    return int(time.monotonic() // _SECONDS_OLD)


@lru_cache(maxsize=512)
def _department(department_id: int, _: int) -> DepartmentView:
    return catalogue.department(department_id)


@lru_cache(maxsize=64)
def _centre(centre_id: int, _: int) -> CentreView:
    return centres.centre(centre_id)


def forget() -> None:
    """Between tests, whose ids return."""
    _department.cache_clear()
    _centre.cache_clear()
