"""Everything the page of a case shows, read once and put into words. Personal data is masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from yimen.channels.doorway.held import Origin, origin
from yimen.channels.doorway.places import named
from yimen.channels.doorway.wording.cases import (
    CARD_CAUSES,
    CARD_STATES,
    CLOCKS,
    PROCEDURE_STATES,
    STATES,
)
from yimen.channels.doorway.wording.custody import PAPER_STATES
from yimen.channels.doorway.wording.files import SIGNATURE_GONE
from yimen.channels.doorway.wording.filing import MATERIAL_STATES, STEP_STATES, UNSIGNED, WAYS
from yimen.channels.office import words as office_words
from yimen.channels.office.cases import words
from yimen.channels.office.cases.who import name_of, names
from yimen.channels.office.cases.words import Sign
from yimen.journeys import reuse
from yimen.journeys.results import reference
from yimen.reference.catalogue import queries as catalogue
from yimen.services.cases.actions.viewing import Plain
from yimen.services.cases.queries import cards, cases, custody, materials, procedures, steps
from yimen.services.cases.queries.cards import CardView
from yimen.services.cases.queries.cases import Happening
from yimen.services.cases.queries.clocks import local_day
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.queries.inbox import colour
from yimen.services.cases.queries.materials import MaterialView
from yimen.services.cases.queries.procedures import ExtensionView, SpecialView
from yimen.services.cases.queries.promises import promise_texts
from yimen.services.cases.queries.steps import OpinionView, StepView
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.cards import Colour
from yimen.services.cases.rules.drafting import PROMISE
from yimen.services.cases.rules.explain import STOP_NAMES
from yimen.services.cases.rules.procedures import ProcedureState
from yimen.services.cases.rules.states import UNDECIDED, StepState
from yimen.services.certificates import queries as issued
from yimen.services.certificates.queries import CertificateView
from yimen.support.files import queries as files
from yimen.support.files.queries import FileView

_HIDDEN: Final = "••••••"


@dataclass(frozen=True)
class Picture:
    """A case with all that belongs to it."""

    case: CaseView
    today: date
    steps: Sequence[StepView]
    materials: Sequence[MaterialView]
    files: Mapping[str, FileView]
    papers: Sequence[PaperView]
    specials: Sequence[SpecialView]
    extensions: Sequence[ExtensionView]
    cards: Sequence[CardView]
    opinions: Sequence[OpinionView]
    log: Sequence[Happening]
    #: What was issued for it, each result in all its versions, the newest first.
    certificates: Sequence[CertificateView]
    #: Where materials that were not handed in come from, by key.
    origins: Mapping[str, Origin]
    names: Mapping[int, str]
    departments: Mapping[int, str]

    def step(self, step_id: int) -> StepView | None:
        """One of its steps."""
        return next((step for step in self.steps if step.id == step_id), None)


def picture(view: CaseView, *, at: datetime) -> Picture:
    """The case with all that belongs to it, in a fixed number of questions."""
    asked_for = materials.materials(view.id)
    done = steps.steps_of(view.id)
    lying = custody.papers_of(view.id)
    specials = procedures.specials_of(view.id)
    extensions = procedures.extensions_of(view.id)
    given = cards.cards_of(view.id)
    opinions = steps.opinions_of(view.id)
    staff: list[int | None] = [view.received_by, view.accepted_by, view.handled_by, view.decided_by]
    staff += [who for step in done for who in (step.assignee, step.done_by)]
    staff += [paper.holder for paper in lying]
    staff += [who for each in specials for who in (each.asked_by, each.decided_by, each.ended_by)]
    staff += [who for request in extensions for who in (request.asked_by, request.decided_by)]
    staff += [who for card in given for who in (card.staff_id, card.appealed_by, card.decided_by)]
    staff += [who for asked in opinions for who in (asked.asked_by, asked.expert)]
    return Picture(
        case=view,
        today=local_day(view.centre_id, at),
        steps=done,
        materials=asked_for,
        files=files.files(file_id for each in asked_for for file_id in each.file_ids),
        papers=lying,
        specials=specials,
        extensions=extensions,
        cards=given,
        opinions=opinions,
        log=cases.log(view.id),
        certificates=issued.results_of(reference(view.id)),
        origins={key: origin(used) for key, used in reuse.origins(view.id, asked_for).items()},
        names=names(staff),
        departments={each.id: each.name for each in catalogue.departments()},
    )


def in_words(found: Picture, plain: Plain | None) -> dict[str, Any]:
    """What the template draws. `plain` is there once somebody gave a reason to see it."""
    view = found.case
    return {
        "case": view,
        "state": Sign(str(STATES[view.state.value]), words.STATE_TONES.get(view.state, "plain")),
        "department": found.departments.get(view.department_id, ""),
        "applicant_kind": words.APPLICANTS[view.applicant_kind.value],
        "channel": words.CHANNELS.get(view.channel, view.channel),
        "unsigned": UNSIGNED.get(view.unsigned, ""),
        "way_out": WAYS.get(view.hand_over, "–"),
        "people": _people(found),
        "promised": _due(found, view.promised_due),
        "statutory": _due(found, view.statutory_due),
        "materials": [_material(each, found) for each in found.materials],
        "answers": _answers(view, plain),
        "plain": plain,
        "steps": [_step(step, found) for step in found.steps if _counts(step, found)],
        "papers": _papers(found),
        "procedures": [_special(each, found) for each in found.specials]
        + [_extension(each, found) for each in found.extensions],
        "cards": [_card(card, found) for card in found.cards],
        "opinions": [_opinion(asked, found) for asked in found.opinions],
        "log": [_line(line, found.departments) for line in reversed(found.log)],
    }


def _people(found: Picture) -> list[tuple[str, str]]:
    view = found.case
    parts = (
        ("收件", view.received_by),
        ("受理", view.accepted_by),
        ("承办", view.handled_by),
        ("决定", view.decided_by),
    )
    return [(word, name_of(who, found.names)) for word, who in parts if who is not None]


def _due(found: Picture, day: date | None) -> Sign | None:
    """A colour while somebody still has to decide; nothing once it is decided."""
    view = found.case
    if view.state not in UNDECIDED or view.accepted_at is None:
        return None
    return words.DUE[colour(day, view.state, found.today)]


def _material(each: MaterialView, found: Picture) -> dict[str, Any]:
    files = [found.files[file_id] for file_id in each.file_ids if file_id in found.files]
    return {
        "view": each,
        "need": words.NEEDS.get(each.need, each.need),
        "state": Sign(str(MATERIAL_STATES[each.state.value]), words.MATERIALS[each.state]),
        "way": WAYS.get(each.way, ""),
        "promise": promise_texts(found.case.version_id).get(each.key, "")
        if each.way == PROMISE
        else "",
        "origin": found.origins.get(each.key),
        "files": files,
        "signature_gone": SIGNATURE_GONE if any(file.was_signed for file in files) else "",
    }


def _answers(view: CaseView, plain: Plain | None) -> list[tuple[str, str]]:
    """The form's fields by their titles; what was filled in only once it is revealed."""
    fields = definition(view.version_id).content.form.schema.get("properties", {})
    if not isinstance(fields, dict):
        return []
    given = plain.form if plain is not None else {}
    return [
        (
            str(field.get("title", key)) if isinstance(field, dict) else key,
            _said(given.get(key)) if plain is not None else _HIDDEN,
        )
        for key, field in fields.items()
    ]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "–" if value in {None, ""} else str(value)


def _counts(step: StepView, found: Picture) -> bool:
    """Whether it is worth a line: not what a return dropped and put there anew."""
    return step.state is not StepState.DROPPED or all(
        each.round <= step.round for each in found.steps if each.position == step.position
    )


def _step(step: StepView, found: Picture) -> dict[str, str]:
    who = name_of(step.done_by or step.assignee, found.names)
    outcome = words.OUTCOMES.get(step.outcome, "")
    opinion = step.opinion if step.opinion != outcome else ""
    said = [STEP_STATES[step.state.value], who, outcome, opinion]
    again = f"（第 {step.round} 次）" if step.round > 1 else ""
    other = step.department_id != found.case.department_id
    place = f" · {found.departments.get(step.department_id, '')}" if other else ""
    bad = step.state is StepState.DONE and step.outcome != "pass"
    return {
        "title": f"{step.name}{again}{place}",
        "note": " · ".join(part for part in said if part),
        "state": "bad" if bad else words.STEP_SHAPES[step.state],
    }


def _papers(found: Picture) -> list[dict[str, Any]]:
    centre_id = found.case.centre_id
    places = {place: named(place, centre_id).name for place in {row.place for row in found.papers}}
    return [
        {
            "view": paper,
            "state": PAPER_STATES[paper.state.value],
            "place": places[paper.place],
            "holder": name_of(paper.holder, found.names),
        }
        for paper in found.papers
    ]


def _special(each: SpecialView, found: Picture) -> dict[str, Any]:
    running = each.state is ProcedureState.RUNNING
    return {
        "what": f"特别程序：{STOP_NAMES[each.kind]}",
        "days": f"{each.days} 个工作日",
        "state": PROCEDURE_STATES[each.state.value],
        "tone": "wait" if running or each.state is ProcedureState.ASKED else "plain",
        "reason": each.reason,
        "basis": each.basis,
        "asked": f"{name_of(each.asked_by, found.names)}申请",
        "decided": name_of(each.decided_by, found.names),
        "decision": each.decision or each.result,
        "span": (each.began_on, each.ended_on or each.until),
        "overrun": each.overrun(found.today) and running,
    }


def _extension(each: ExtensionView, found: Picture) -> dict[str, Any]:
    return {
        "what": "延长审批期限",
        "days": f"{each.days} 日",
        "state": PROCEDURE_STATES[each.state.value],
        "tone": "wait" if each.state is ProcedureState.ASKED else "plain",
        "reason": each.reason,
        "basis": "《行政许可法》第四十二条" + ("（多部门联合办理）" if each.joint else ""),
        "asked": f"{name_of(each.asked_by, found.names)}申请",
        "decided": name_of(each.decided_by, found.names),
        "decision": each.decision,
        "span": (None, None),
        "overrun": False,
    }


def _card(card: CardView, found: Picture) -> dict[str, Any]:
    return card_in_words(card, found.names)


def card_in_words(card: CardView, known: Mapping[int, str]) -> dict[str, Any]:
    """A card, here and in the list of cards."""
    return {
        "view": card,
        "colour": words.CARDS[card.colour],
        "cause": CARD_CAUSES[card.cause.value],
        "clock": CLOCKS[card.clock.value] if card.clock else "",
        "state": Sign(CARD_STATES[card.state.value], words.CARD_TONES[card.state]),
        "is_prompt": card.colour is Colour.PROMPT,
        "who": name_of(card.staff_id, known) or card.department,
        "appealed": name_of(card.appealed_by, known),
        "decided": name_of(card.decided_by, known),
    }


def _opinion(asked: OpinionView, found: Picture) -> dict[str, Any]:
    return {
        "view": asked,
        "by": name_of(asked.asked_by, found.names),
        "expert": name_of(asked.expert, found.names),
    }


def _line(line: Happening, departments: Mapping[int, str]) -> dict[str, Any]:
    facts = line.facts
    parts = [str(facts[name]) for name in ("step", "authority", "barcode") if name in facts]
    if "notice" in facts:
        parts.append(str(facts["number"]))
    if "held" in facts:
        parts.append("免提交")
    if "outcome" in facts:
        parts.append(words.OUTCOMES.get(str(facts["outcome"]), ""))
    if line.event == "reroute":
        ends = (departments.get(int(str(facts[end])), "") for end in ("from", "to"))
        parts.append(" → ".join(ends))
    elif "to" in facts:
        parts.append(f"转给工号 {facts['to']}")
    if line.event == "go_unsigned":
        parts.append(UNSIGNED.get(str(facts.get("how")), ""))
    if "expert" in facts:
        parts.append(f"请工号 {facts['expert']}")
    if "days" in facts:
        parts.append(f"{facts['days']} 天")
    if "cause" in facts:
        parts.append(CARD_CAUSES.get(str(facts["cause"]), ""))
    return {
        "at": line.at,
        "title": words.EVENTS.get(line.event, line.event),
        "who": office_words.actor(line.actor),
        "text": " · ".join(part for part in (*parts, line.reason) if part),
        "state": "bad" if line.event in {"refuse", "terminate", "void"} else "done",
    }
