"""One form for each step of a repair; which of them a page shows depends on state and rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms

from yimen.channels.doorway.phrases import REPAIR_STEPS
from yimen.reference.people.rules import Actor, Right
from yimen.services.feedback import actions
from yimen.services.feedback.queries import RepairView
from yimen.services.feedback.rules import GRADES
from yimen.services.feedback.rules.repair import (
    NEXT_STATE,
    TEXT_LIMIT,
    Answer,
    Ground,
    State,
    Step,
)

ANSWERS: Final[Mapping[str, str]] = {
    Answer.CORRECTED.value: "立行立改",
    Answer.REGISTERED.value: "情况复杂，列入台账限期整改",
    Answer.EXPLAINED.value: "没有依据，已解释说明",
}
GROUNDS: Final[Mapping[str, str]] = {
    Ground.MISTAKEN.value: "误评",
    Ground.MALICIOUS.value: "恶意差评",
    Ground.NOT_OURS.value: "与本次服务无关",
}


def _note(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )


class SignForm(forms.Form):
    """Nothing to fill in."""


class ContactForm(forms.Form):
    """First contact with the rater."""

    reached = forms.TypedChoiceField(
        label="是否联系上", choices=[("1", "已联系上"), ("0", "没有联系上")],
        coerce=lambda value: value == "1", widget=forms.RadioSelect,
    )  # fmt: skip
    text = _note("核实的情况")


class AnswerForm(forms.Form):
    """What was done about it."""

    kind = forms.TypedChoiceField(
        label="处理方式", choices=list(ANSWERS.items()), coerce=Answer, widget=forms.RadioSelect
    )
    text = _note("整改或说明的内容（已告知评价人）")


class AppealForm(forms.Form):
    """Why the rating should not count."""

    ground = forms.TypedChoiceField(
        label="申诉理由", choices=list(GROUNDS.items()), coerce=Ground, widget=forms.RadioSelect
    )
    text = _note("依据和证据")


class CallBackForm(forms.Form):
    """What the rater says of the repair."""

    reached = forms.TypedChoiceField(
        label="是否接通", choices=[("1", "已接通"), ("0", "没有接通")],
        coerce=lambda value: value == "1", widget=forms.RadioSelect,
    )  # fmt: skip
    stars = forms.TypedChoiceField(
        label="评价人对整改的评价", required=False, coerce=int, empty_value=None,
        choices=[("", "没有评价"), *((str(s), f"{s} 星 {word}") for s, word in GRADES.items())],
        help_text="只记评价人本人说的星级，不能代选。",
    )  # fmt: skip
    text = _note("回访记录")


class InviteForm(forms.Form):
    """Nothing to fill in: the address is made, and shown once."""


class NoteForm(forms.Form):
    """A note, and nothing else."""

    text = _note("情况说明")


class DecisionForm(forms.Form):
    """A reviewer's yes or no, with the reason."""

    yes = forms.TypedChoiceField(
        label="决定", coerce=lambda value: value == "1", widget=forms.RadioSelect
    )
    text = _note("理由")

    def __init__(
        self, words: tuple[str, str], given: Mapping[str, Any] | None = None, *, auto_id: str
    ) -> None:
        super().__init__(given, auto_id=auto_id)
        field = self.fields["yes"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("1", words[0]), ("0", words[1])]


@dataclass(frozen=True)
class Offer:
    """A step that may be taken now, with its form."""

    name: str
    label: str
    icon: str
    form: forms.Form
    primary: bool = True


_EXTENSION: Final = ("同意延期", "不同意延期")
_APPEAL: Final = ("申诉成立，这次评价不计入", "申诉不成立，继续整改")
_ICONS: Final = {
    "sign": "pen-line",
    "contact": "phone",
    "answer": "message-square-reply",
    "appeal": "scale",
    "ask_extension": "calendar-plus",
    "call_back": "phone-call",
    "invite_again": "qr-code",
    "close": "circle-check",
    "decide_extension": "calendar-check",
    "decide_appeal": "gavel",
}
#: Steps beside the straight way.
_ASIDE: Final = frozenset({"appeal", "ask_extension", "invite_again"})
_LABELS: Final = {"decide_extension": "审核延期", "decide_appeal": "复核申诉"}
#: Name in the address → the steps behind it; the first decides whether it is offered.
STEPS: Final[Mapping[str, Step]] = {
    "sign": Step.SIGN,
    "contact": Step.CONTACT,
    "answer": Step.ANSWER,
    "appeal": Step.APPEAL,
    "ask_extension": Step.ASK_EXTENSION,
    "call_back": Step.CALL_BACK,
    "invite_again": Step.INVITE_AGAIN,
    "close": Step.CLOSE,
    "decide_extension": Step.GRANT_EXTENSION,
    "decide_appeal": Step.UPHOLD,
}
_REVIEWED: Final = frozenset({"decide_extension", "decide_appeal"})
_FORMS: Final[Mapping[str, type[forms.Form]]] = {
    "sign": SignForm,
    "contact": ContactForm,
    "answer": AnswerForm,
    "appeal": AppealForm,
    "call_back": CallBackForm,
    "invite_again": InviteForm,
}


def form_of(name: str, given: Mapping[str, Any] | None = None) -> forms.Form:
    """The form of a step."""
    if name in _REVIEWED:
        words = _EXTENSION if name == "decide_extension" else _APPEAL
        return DecisionForm(words, given, auto_id=f"{name}_%s")
    return _FORMS.get(name, NoteForm)(given, auto_id=f"{name}_%s")


def offers(view: RepairView, actor: Actor, sent: Mapping[str, forms.Form]) -> list[Offer]:
    """The steps this person may take now; a form that was sent and refused keeps its input."""
    return [
        Offer(
            name,
            _LABELS.get(name, REPAIR_STEPS.get(name, name)),
            _ICONS[name],
            sent.get(name) or form_of(name),
            primary=name not in _ASIDE,
        )
        for name in STEPS
        if _offered(name, view, actor)
    ]


def _offered(name: str, view: RepairView, actor: Actor) -> bool:
    right = Right.REVIEW_RATINGS if name in _REVIEWED else Right.HANDLE_RATINGS
    if not actor.may(right, centre_id=view.centre_id):
        return False
    if (view.state, STEPS[name]) not in NEXT_STATE:
        return False
    if name == "decide_extension":
        open_request = view.extension_asked_by is not None and view.extension_granted is None
        return open_request and view.extension_asked_by != actor.id
    if name == "ask_extension":
        return view.extension_asked_by is None
    if name == "decide_appeal":
        return view.appealed_by != actor.id
    if name == "appeal":
        return view.appealed_by is None
    if name == "invite_again":
        return view.second_stars is None or view.state is State.ANSWERED
    return name != "close" or _may_close(view)


def _may_close(view: RepairView) -> bool:
    """Whether closing is worth offering; the action has the last word."""
    return view.state is State.CALLED_BACK or not view.real_name or view.attempts > 0


def take(name: str, repair_id: int, form: forms.Form, *, by: Actor, at: datetime) -> str:
    """Take the step with what the form holds. The token of an invitation, else nothing."""
    values = form.cleaned_data
    text = values.get("text", "")
    match name:
        case "sign":
            actions.sign(repair_id, by=by, at=at)
        case "contact":
            actions.contact(repair_id, reached=values["reached"], text=text, by=by, at=at)
        case "answer":
            actions.answer(repair_id, values["kind"], text=text, by=by, at=at)
        case "appeal":
            actions.appeal(repair_id, values["ground"], text=text, by=by, at=at)
        case "ask_extension":
            actions.ask_extension(repair_id, text=text, by=by, at=at)
        case "decide_extension":
            actions.decide_extension(repair_id, grant=values["yes"], text=text, by=by, at=at)
        case "decide_appeal":
            actions.decide_appeal(repair_id, upheld=values["yes"], text=text, by=by, at=at)
        case "call_back":
            actions.call_back(
                repair_id,
                reached=values["reached"],
                stars=values["stars"] if values["reached"] else None,
                text=text,
                by=by,
                at=at,
            )
        case "invite_again":
            return actions.invite_again(repair_id, by=by, at=at)
        case _:
            actions.close(repair_id, text=text, by=by, at=at)
    return ""
