"""What can be done to a case from its page: the words, the form and the action of each deed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from yimen.channels.office.cases import forms
from yimen.channels.office.cases.certificates import DEEDS as CERTIFICATE_DEEDS
from yimen.channels.office.cases.deed import Asked, Deed, Fields
from yimen.channels.office.cases.picture import Picture
from yimen.channels.office.cases.who import in_words
from yimen.journeys import take_in
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import (
    cards,
    deciding,
    extending,
    filing,
    making_up,
    opinions,
    routing,
    special,
    steps,
    supplementing,
)
from yimen.services.cases.queries.materials import MaterialView
from yimen.services.cases.queries.promises import promise_texts
from yimen.services.cases.rules.drafting import PROMISE
from yimen.services.cases.rules.states import MaterialState, StepState
from yimen.services.cases.rules.steps import RIGHT_OF, Outcome

_BEHIND: Final = (Right.HANDLE, Right.REVIEW, Right.APPROVE)


def _plain(_found: Picture, _about: int, _by: Actor) -> Fields:
    return forms.nothing()


def _reason(_found: Picture, _about: int, _by: Actor) -> Fields:
    return forms.reason()


def _of(fields: Fields) -> Callable[[Picture, int, Actor], Fields]:
    """The same fields whatever the case; a form copies what it is given."""
    return lambda _found, _about, _by: fields


def _colleagues(found: Picture, about: int, by: Actor) -> Fields:
    step = found.step(about)
    if step is None:
        return forms.pass_on([])
    able = people.colleagues(RIGHT_OF[step.role], department_id=step.department_id)
    return forms.pass_on([(str(each.id), in_words(each)) for each in able if each.id != by.id])


def _experts(_found: Picture, _about: int, by: Actor) -> Fields:
    able = people.colleagues(*_BEHIND)
    return forms.opinion([(str(each.id), in_words(each)) for each in able if each.id != by.id])


def _positions(found: Picture, about: int, _by: Actor) -> Fields:
    step = found.step(about)
    before = {
        each.position: each.name
        for each in found.steps
        if step and each.position < step.position and each.state is not StepState.DROPPED
    }
    return forms.return_to([(str(place), name) for place, name in sorted(before.items())])


def _acceptance(found: Picture, _about: int, _by: Actor) -> Fields:
    missing = [each for each in found.materials if each.state is MaterialState.MISSING]
    texts = promise_texts(found.case.version_id)
    return forms.accept(
        [each for each in missing if each.need == "later"],
        [(each, texts[each.key]) for each in missing if each.key in texts],
    )


def _tolerated(found: Picture, _about: int, _by: Actor) -> Fields:
    return forms.make_up([each for each in found.materials if each.due_on and _open(each)])


def _promised(found: Picture, _about: int, _by: Actor) -> Fields:
    chosen = [each for each in found.materials if each.way == PROMISE and _open(each)]
    return forms.prove(chosen)


def _open(each: MaterialView) -> bool:
    return each.state is MaterialState.PROMISED


def _departments(found: Picture, about: int, _by: Actor) -> Fields:
    step = found.step(about)
    here = step.department_id if step else 0
    others = sorted((name, str(each)) for each, name in found.departments.items() if each != here)
    return forms.reroute([(each, name) for name, each in others])


def _flaws(found: Picture, _about: int, _by: Actor) -> Fields:
    return forms.supplement(found.materials, again=found.case.supplements > 0)


def _decide_special(asked: Asked) -> object:
    if asked.values["yes"]:
        return special.approve(asked.about, by=asked.by, at=asked.at)
    return special.refuse(asked.about, reason=asked.text(), by=asked.by, at=asked.at)


def _decide_extension(asked: Asked) -> object:
    if asked.values["yes"]:
        return extending.grant(asked.about, by=asked.by, at=asked.at)
    return extending.refuse(asked.about, reason=asked.text(), by=asked.by, at=asked.at)


def _decide_card(asked: Asked) -> None:
    yes = bool(asked.values["yes"])
    cards.decide_appeal(asked.about, cancel=yes, reason=asked.text(), by=asked.by, at=asked.at)


def _give_opinion(asked: Asked) -> None:
    opinions.give_opinion(asked.about, asked.text("answer"), by=asked.by, at=asked.at)


def _ask_opinion(asked: Asked) -> object:
    expert, question = int(asked.values["expert"]), asked.text("question")
    return opinions.ask_opinion(asked.case_id, expert, question, by=asked.by, at=asked.at)


def _ask_special(asked: Asked) -> object:
    return special.ask(
        asked.case_id,
        asked.values["kind"],
        days=asked.values["days"],
        reason=asked.text(),
        basis=asked.text("basis"),
        by=asked.by,
        at=asked.at,
    )


def _ask_extension(asked: Asked) -> object:
    days = asked.values["days"]
    return extending.ask(asked.case_id, days=days, reason=asked.text(), by=asked.by, at=asked.at)


def _ask_supplement(asked: Asked) -> object:
    return supplementing.ask(
        asked.case_id,
        forms.flaws(dict(asked.values)),
        override=asked.text("override"),
        by=asked.by,
        at=asked.at,
    )


def _accept(asked: Asked) -> object:
    days = asked.values.get("tolerant_days")
    promised = dict.fromkeys(forms.ticked(asked.values, forms.PROMISED), "")
    return filing.accept(
        asked.case_id, tolerant_days=days, promised=promised, by=asked.by, at=asked.at
    )


def _make_up(asked: Asked) -> object:
    brought = forms.ticked(asked.values, forms.BROUGHT)
    sent = {
        key: [asked.values[f"{forms.SENT}{key}"]] for key in forms.ticked(asked.values, forms.SENT)
    }
    return take_in.bring_later(asked.case_id, brought, sent, by=asked.by, at=asked.at)


def _finish(asked: Asked) -> object:
    outcome = Outcome(asked.values["outcome"])
    said = asked.text("opinion")
    return steps.finish(asked.about, outcome, opinion=said, by=asked.by, at=asked.at)


def _return(asked: Asked) -> object:
    position = int(asked.values["position"])
    return steps.return_to(asked.about, position, asked.text(), by=asked.by, at=asked.at)


def _pass_on(asked: Asked) -> object:
    return steps.pass_on(asked.about, int(asked.values["colleague"]), by=asked.by, at=asked.at)


def _reroute(asked: Asked) -> object:
    department_id = int(asked.values["department"])
    return routing.reroute(asked.about, department_id, asked.text(), by=asked.by, at=asked.at)


def _prove(asked: Asked) -> object:
    brought = forms.ticked(asked.values, forms.BROUGHT)
    return making_up.prove(asked.case_id, brought, by=asked.by, at=asked.at)


def _not_competent(asked: Asked) -> object:
    return filing.find_not_competent(
        asked.case_id, asked.text(), asked.text("authority"), by=asked.by, at=asked.at
    )


#: By the name in the address.
DEEDS: Final[Mapping[str, Deed]] = {
    "claim": Deed(
        "认领", "hand", "已认领。", _plain,
        lambda asked: steps.claim(asked.about, by=asked.by, at=asked.at),
    ),
    "finish": Deed("提交意见", "circle-check", "意见已提交。", _of(forms.finish()), _finish),
    "return": Deed(
        "退回重办", "corner-up-left", "已退回。", _positions, _return,
        "退回后，之后的环节都要重新办理，期限照常计算。确定退回吗？",
    ),
    "pass-on": Deed("转交同事", "user-round-plus", "已转交。", _colleagues, _pass_on),
    "release": Deed(
        "退还待认领", "undo-2", "已退还，同事可以认领。", _plain,
        lambda asked: steps.release(asked.about, by=asked.by, at=asked.at),
    ),
    "free": Deed(
        "收回待认领", "undo-2", "已收回，同事可以认领。", _of(forms.reason("收回理由")),
        lambda asked: steps.release(asked.about, by=asked.by, at=asked.at, reason=asked.text()),
        "收回后由同事认领，期限照常计算。确定收回吗？",
    ),
    "reroute": Deed(
        "改派部门", "route", "已改派。", _departments, _reroute,
        "改派后由新的部门办理这一环节，期限照常计算。确定改派吗？",
    ),
    "receive": Deed(
        "收件", "inbox", "已收件。", _plain,
        lambda asked: filing.receive(asked.case_id, by=asked.by, at=asked.at),
    ),
    "accept": Deed("受理", "circle-check", "已受理，期限开始计算。", _acceptance, _accept),
    "supplement": Deed(
        "补正完毕", "check", "补正已收齐，受理时限继续计算。", _plain,
        lambda asked: supplementing.supply(asked.case_id, by=asked.by, at=asked.at),
    ),
    "make-up": Deed(
        "补交容缺材料", "check", "补交的材料已收下。", _tolerated, _make_up,
    ),
    "prove": Deed(
        "撤回承诺，改交证明", "file-check", "证明已收下，承诺已撤回。", _promised, _prove
    ),
    "ask-supplement": Deed(
        "一次性告知补正", "list-checks", "已告知申请人补正。", _flaws, _ask_supplement,
        "补正只能一次性告知。确定已列全所有问题吗？",
    ),
    "not-required": Deed(
        "无需办理", "ban", "已作出不受理决定。", _reason,
        lambda asked: filing.find_not_required(
            asked.case_id, asked.text(), by=asked.by, at=asked.at
        ),
        "不受理后办件结束，不能恢复。确定吗？",
    ),
    "not-competent": Deed(
        "不属本机关", "ban", "已作出不予受理决定。", _of(forms.not_competent()), _not_competent,
        "不予受理后办件结束，不能恢复。确定吗？",
    ),
    "special-ask": Deed(
        "申请特别程序", "pause", "已申请特别程序，等待另一人批准。", _of(forms.special()),
        _ask_special,
    ),
    "special-decide": Deed(
        "审批特别程序", "gavel", "特别程序已审批。",
        _of(forms.decision("批准，停止计算期限", "不批准")), _decide_special,
    ),
    "special-resume": Deed(
        "结束特别程序", "play", "特别程序已结束，期限恢复计算。", _of(forms.reason("结果")),
        lambda asked: special.resume(
            asked.case_id, result=asked.text(), by=asked.by, at=asked.at
        ),
    ),
    "extension-ask": Deed(
        "申请延长期限", "calendar-plus", "已申请延长，等待另一人批准。", _of(forms.extension()),
        _ask_extension,
    ),
    "extension-decide": Deed(
        "审批延长期限", "gavel", "延长申请已审批。", _of(forms.decision("批准延长", "不批准")),
        _decide_extension,
    ),
    "opinion-ask": Deed(
        "征求意见", "message-square-plus", "已请对方出具意见。", _experts, _ask_opinion
    ),
    "opinion-give": Deed(
        "答复意见", "message-square-reply", "意见已答复。", _of(forms.answer()), _give_opinion
    ),
    "card-appeal": Deed(
        "申诉", "scale", "申诉已提交。", _of(forms.reason("申诉理由")),
        lambda asked: cards.appeal(asked.about, ground=asked.text(), by=asked.by, at=asked.at),
    ),
    "card-decide": Deed(
        "复核申诉", "gavel", "申诉已复核。",
        _of(forms.decision("申诉成立，撤销", "申诉不成立，维持")), _decide_card,
    ),
    "no-reason": Deed(
        "未说明理由，发红牌", "octagon-alert", "已发红牌。", _reason,
        lambda asked: cards.find_without_reason(
            asked.case_id, reason=asked.text(), by=asked.by, at=asked.at
        ),
        "红牌会计入考核。确定吗？",
    ),
    "withdraw": Deed(
        "申请人撤回", "undo", "已撤回申请。", _of(forms.reason("申请人撤回的理由")),
        lambda asked: deciding.withdraw(asked.case_id, asked.text(), by=asked.by, at=asked.at),
        "撤回须由申请人本人或其代办人提出；撤回后办件结束，不能恢复。确定撤回吗？",
    ),
    "terminate": Deed(
        "终止办件", "circle-stop", "办件已终止。", _reason,
        lambda asked: deciding.terminate(asked.case_id, asked.text(), by=asked.by, at=asked.at),
        "终止后办件结束，不能恢复。确定终止吗？",
    ),
    "void": Deed(
        "作废", "circle-x", "办件已作废。", _reason,
        lambda asked: deciding.void(asked.case_id, asked.text(), by=asked.by, at=asked.at),
        "作废的办件不计入任何统计，已制发的证照一并撤销，不能恢复。确定作废吗？",
    ),
    **CERTIFICATE_DEEDS,
}  # fmt: skip


def form_of(
    name: str,
    found: Picture,
    about: int,
    by: Actor,
    given: Mapping[str, Any] | None = None,
    files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
) -> forms.Deed:
    """The form of a deed on a case, or on one of its parts."""
    fields = DEEDS[name].fields(found, about, by)
    return forms.Deed(fields, given, files, auto_id=f"{name}-{about}-%s")
