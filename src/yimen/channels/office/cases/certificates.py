"""Certificates on the page of a case: how each stands, what happened to it, and what may be done.

Whoever decides for the department suspends, restores, ends or makes one anew; each with a reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from yimen.channels.doorway.certificates import verify_url
from yimen.channels.doorway.wording.certificates import STANDING_WORDS, STANDINGS
from yimen.channels.office import words as office_words
from yimen.channels.office.cases import forms
from yimen.channels.office.cases.deed import Asked, Deed, Fields
from yimen.channels.office.cases.picture import Picture
from yimen.channels.office.cases.words import Sign
from yimen.journeys import certificate_changes
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.rules.states import State as CaseState
from yimen.services.certificates import actions
from yimen.services.certificates import queries as issued
from yimen.services.certificates.queries import CertificateView, Happening
from yimen.services.certificates.rules.states import Change, State, allowed

#: What an approver may choose, in the words of the national states. The clock alone lets lapse.
_CHANGES: Final[Mapping[Change, str]] = {
    Change.SUSPEND: "暂扣",
    Change.RESTORE: "恢复有效",
    Change.ANNUL: "撤销（不应制发）",
    Change.CANCEL: "注销",
    Change.MOVE_OUT: "转出",
    Change.REVOKE: "吊销",
}
#: Every line of a certificate's log.
_EVENTS: Final[Mapping[str, str]] = {
    **{change.value: word for change, word in _CHANGES.items()},
    Change.ANNUL.value: "撤销",
    Change.LAPSE.value: "到期失效",
    Change.REISSUE.value: "补发新版，本版失效",
    "issue": "制发",
    "print": "打印",
}
_CHANGE: Final = "certificate-change"
_REISSUE: Final = "certificate-reissue"


@dataclass(frozen=True)
class Line:
    """One certificate in one version, as the page lists it."""

    view: CertificateView
    standing: Sign
    verify_url: str
    log: list[tuple[Happening, str, str]]


def lines(found: Picture) -> list[Line]:
    """Every version of every result, with its log, newest line first."""
    worth = issued.standings(found.certificates, on=found.today)
    told = issued.logs(worth)
    return [
        Line(
            view,
            Sign(str(STANDING_WORDS[worth[view.id]]), STANDINGS[worth[view.id]][2]),
            verify_url(view),
            [
                (line, _EVENTS.get(line.change, line.change), office_words.actor(line.actor))
                for line in reversed(told.get(view.id, []))
            ],
        )
        for view in found.certificates
    ]


def offered(found: Picture, by: Actor) -> Iterator[tuple[str, CertificateView]]:
    """The deeds on certificates for whoever decides for the department: the name, and on which."""
    for view in found.certificates:
        if not by.may(Right.APPROVE, department_id=view.department_id):
            continue
        if _choices(view.state):
            yield _CHANGE, view
        if view.state is State.VALID and found.case.state is not CaseState.VOID:
            yield _REISSUE, view


def _choices(state: State) -> list[tuple[str, str]]:
    return [(each.value, _CHANGES[each]) for each in allowed(state) if each in _CHANGES]


def _change_fields(found: Picture, about: int, _by: Actor) -> Fields:
    state = next((each.state for each in found.certificates if each.id == about), None)
    return forms.change_certificate(_choices(state) if state is not None else [])


def _reissue_fields(_found: Picture, _about: int, _by: Actor) -> Fields:
    return forms.reason("补发理由")


def _change(asked: Asked) -> object:
    what = Change(asked.values["what"])
    return actions.change(asked.about, what, reason=asked.text(), by=asked.by, at=asked.at)


def _reissue(asked: Asked) -> object:
    return certificate_changes.reissue(
        asked.case_id, asked.about, reason=asked.text(), by=asked.by, at=asked.at
    )


#: By the name in the address, among the other deeds.
DEEDS: Final[Mapping[str, Deed]] = {
    _CHANGE: Deed(
        "变更证照状态", "shield-alert", "证照状态已变更，已通知持证人。", _change_fields, _change,
        "变更立即生效，任何人核验都会看到；撤销、注销、转出、吊销不能恢复。确定变更吗？",
    ),
    _REISSUE: Deed(
        "补发证照", "refresh-cw", "已补发新版，已通知持证人。纸质结果请到出件窗口重新登记、打印。",
        _reissue_fields, _reissue,
        "补发后旧版立即失效，不能恢复。确定补发吗？",
    ),
}  # fmt: skip
