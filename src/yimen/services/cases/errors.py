"""Refusals of cases. Facts are codes, times and numbers, never personal data.

Long because it is a list: whoever meets a code finds it in this one place, as in every capability.
"""

from yimen.kernel.errors import DomainError, Kind


class CasesError(DomainError):
    """Everything cases refuses."""


class CaseNotFound(CasesError):
    """No such case, or none you may know of."""

    code = "cases.case_not_found"
    kind = Kind.NOT_FOUND


class MoveNotAllowed(CasesError):
    """The case's state has no such move. Facts: `case_state`, `move`."""

    code = "cases.move_not_allowed"
    kind = Kind.CONFLICT


class ClockRuns(CasesError):
    """A clock of this kind is live already. Facts: `clock`."""

    code = "cases.clock_runs"
    kind = Kind.CONFLICT


class ClockNotRunning(CasesError):
    """No clock of this kind counts now. Facts: `clock`."""

    code = "cases.clock_not_running"
    kind = Kind.CONFLICT


class ClockNotStopped(CasesError):
    """No clock of this kind stands still. Facts: `clock`."""

    code = "cases.clock_not_stopped"
    kind = Kind.CONFLICT


class BadClockDay(CasesError):
    """A day before the clock, or its stop, began. Facts: `clock`, `day`."""

    code = "cases.bad_clock_day"


class TolerantTooLong(CasesError):
    """More days to make up for a material than the item promises. Facts: `days`, `most`."""

    code = "cases.tolerant_too_long"


class PaperNotFound(CasesError):
    """No paper has this barcode."""

    code = "cases.paper_not_found"
    kind = Kind.NOT_FOUND


class PaperMoveNotAllowed(CasesError):
    """The paper's state has no such move. Facts: `paper_state`, `event`."""

    code = "cases.paper_move_not_allowed"
    kind = Kind.CONFLICT


class RouteNotAllowed(CasesError):
    """Papers do not go from there to there. Facts: `origin`, `target`."""

    code = "cases.route_not_allowed"


class PaperElsewhere(CasesError):
    """The paper lies in another place, or goes to another. Facts: `place`."""

    code = "cases.paper_elsewhere"
    kind = Kind.CONFLICT


class NoPaperChosen(CasesError):
    """Nothing was chosen to be given back."""

    code = "cases.no_paper_chosen"


class ResultPaper(CasesError):
    """A result is handed out at the issue window, not given back."""

    code = "cases.result_paper"


class TooManyPapers(CasesError):
    """A case has at most 99 papers. Facts: `most`."""

    code = "cases.too_many_papers"


class CountClosed(CasesError):
    """The day's count of this place is closed."""

    code = "cases.count_closed"
    kind = Kind.CONFLICT


class CardNotFound(CasesError):
    """No such card, or none you may know of."""

    code = "cases.card_not_found"
    kind = Kind.NOT_FOUND


class CardMoveNotAllowed(CasesError):
    """The card's state has no such move. Facts: `card_state`, `move`."""

    code = "cases.card_move_not_allowed"
    kind = Kind.CONFLICT


class NoAppealOfPrompts(CasesError):
    """A prompt is a reminder; there is nothing to appeal against."""

    code = "cases.no_appeal_of_prompts"


class NotRefused(CasesError):
    """Nobody refused the case or turned it away."""

    code = "cases.not_refused"


class NotYourCard(CasesError):
    """Somebody else got the card, or another department."""

    code = "cases.not_your_card"
    kind = Kind.FORBIDDEN


class SamePerson(CasesError):
    """Two people are needed and this is the first of them. Facts: `what`."""

    code = "cases.same_person"
    kind = Kind.FORBIDDEN


class ReasonNeeded(CasesError):
    """A reason must be written. Facts: `limit`."""

    code = "cases.reason_needed"


class ReasonTooLong(CasesError):
    """The reason is too long. Facts: `limit`."""

    code = "cases.reason_too_long"


class ProcedureNotFound(CasesError):
    """No such special procedure or extension."""

    code = "cases.procedure_not_found"
    kind = Kind.NOT_FOUND


class ProcedureMoveNotAllowed(CasesError):
    """It was decided already, or is over. Facts: `procedure_state`, `move`."""

    code = "cases.procedure_move_not_allowed"
    kind = Kind.CONFLICT


class SpecialAsked(CasesError):
    """The case has a special procedure that is asked for or goes on."""

    code = "cases.special_asked"
    kind = Kind.CONFLICT


class SpecialTooLong(CasesError):
    """Not a number of days that a special procedure may take. Facts: `days`, `most`."""

    code = "cases.special_too_long"


class BasisNeeded(CasesError):
    """A legal source must be named. Facts: `limit`."""

    code = "cases.basis_needed"


class ExtensionOnce(CasesError):
    """The limit was extended, or somebody has asked for it."""

    code = "cases.extension_once"
    kind = Kind.CONFLICT


class ExtensionTooLong(CasesError):
    """Not a number of days that the law lets a limit grow by. Facts: `days`, `most`."""

    code = "cases.extension_too_long"


class ExtensionTooLate(CasesError):
    """The limit is over. Facts: `due`."""

    code = "cases.extension_too_late"


class QuestionOpen(CasesError):
    """The situation is not known: a question has no answer. Facts: `question`."""

    code = "cases.question_open"


class FormIncomplete(CasesError):
    """The form does not fit. Facts: `field` (its title), `form_flaw`."""

    code = "cases.form_incomplete"


class ApplicantNeeded(CasesError):
    """Nobody applies yet."""

    code = "cases.applicant_needed"


class NameNeeded(CasesError):
    """A person or organisation has a name."""

    code = "cases.name_needed"


class MaterialNotFound(CasesError):
    """The case asks for no such material."""

    code = "cases.material_not_found"
    kind = Kind.NOT_FOUND


class WayNotOffered(CasesError):
    """The item does not take this material in this way. Facts: `material_way`."""

    code = "cases.way_not_offered"


class HandOverNotOffered(CasesError):
    """The item's results do not reach the citizen in this way."""

    code = "cases.hand_over_not_offered"


class MaterialsMissing(CasesError):
    """Not everything is there. Facts: `materials`, `count`."""

    code = "cases.materials_missing"
    kind = Kind.CONFLICT


class MaterialsChecking(CasesError):
    """Files are still being checked. Facts: `materials`."""

    code = "cases.materials_checking"
    kind = Kind.UNAVAILABLE


class ToleranceNeeded(CasesError):
    """Only what may come later is missing (容缺): it takes a promise. Facts: `materials`."""

    code = "cases.tolerance_needed"
    kind = Kind.CONFLICT


class NothingToTolerate(CasesError):
    """Nothing may come later in this case."""

    code = "cases.nothing_to_tolerate"


class PromiseOpen(CasesError):
    """What was promised has not come: no decision in favour before. Facts: `materials`."""

    code = "cases.promise_open"
    kind = Kind.CONFLICT


class PromiseUnsigned(CasesError):
    """A promise was chosen and not signed. Facts: `materials`."""

    code = "cases.promise_unsigned"
    kind = Kind.CONFLICT


class SignatureNeeded(CasesError):
    """Nobody signed what is filed at a window, and nothing stands in for the signature."""

    code = "cases.signature_needed"
    kind = Kind.CONFLICT


class PromiseBarred(CasesError):
    """The applicant broke a promise not long ago. Facts: `until`, an ISO day."""

    code = "cases.promise_barred"
    kind = Kind.CONFLICT


class DraftMoved(CasesError):
    """Somebody else saved it meanwhile, perhaps you in another window."""

    code = "cases.draft_moved"
    kind = Kind.CONFLICT


class NotEditable(CasesError):
    """What was filed stays as it is in this state. Facts: `case_state`."""

    code = "cases.not_editable"
    kind = Kind.CONFLICT


class NothingWrong(CasesError):
    """A supplement notice names what is wrong."""

    code = "cases.nothing_wrong"


class SupplementOnce(CasesError):
    """Everything missing is told once; it has been."""

    code = "cases.supplement_once"
    kind = Kind.CONFLICT


class FourEyes(CasesError):
    """Who did one thing in a case may not do this one. Facts: `did`."""

    code = "cases.four_eyes"
    kind = Kind.FORBIDDEN


class OwnCase(CasesError):
    """Nobody decides in a matter of their own (回避)."""

    code = "cases.own_case"
    kind = Kind.FORBIDDEN


class StepNotFound(CasesError):
    """No such step."""

    code = "cases.step_not_found"
    kind = Kind.NOT_FOUND


class NoSuchDepartment(CasesError):
    """No department to send a step to."""

    code = "cases.no_such_department"
    kind = Kind.NOT_FOUND


class StepTaken(CasesError):
    """A colleague has it, or has done it. Facts: `step_state`."""

    code = "cases.step_taken"
    kind = Kind.CONFLICT


class NotYourStep(CasesError):
    """Claimed by a colleague, or by nobody."""

    code = "cases.not_your_step"
    kind = Kind.FORBIDDEN


class NoEarlierStep(CasesError):
    """There is no earlier step to return to."""

    code = "cases.no_earlier_step"


class CaseSuspended(CasesError):
    """The clocks stand still for a special procedure; nothing is decided meanwhile."""

    code = "cases.case_suspended"
    kind = Kind.CONFLICT


class NotInstant(CasesError):
    """Only instant items are decided at the window."""

    code = "cases.not_instant"


class QueryLocked(CasesError):
    """Too many wrong query codes: wait, or ask at a window with the ID card. Facts: `minutes`."""

    code = "cases.query_locked"
    kind = Kind.FORBIDDEN


class NoSuchOpinion(CasesError):
    """Nobody asked for this opinion, or it was given."""

    code = "cases.no_such_opinion"
    kind = Kind.NOT_FOUND


class KeyReused(CasesError):
    """The idempotency key was used before for another request."""

    code = "cases.key_reused"
    kind = Kind.CONFLICT


class BadSignature(CasesError):
    """What the pad sent is no picture."""

    code = "cases.bad_signature"


class NotTheTaker(CasesError):
    """Whoever stands here is not the applicant, the agent, or a proxy with the applicant's card."""

    code = "cases.not_the_taker"
    kind = Kind.FORBIDDEN


class AuthorityNeeded(CasesError):
    """A proxy shows a written authority."""

    code = "cases.authority_needed"


class HandedOut(CasesError):
    """The result was handed out before."""

    code = "cases.handed_out"
    kind = Kind.CONFLICT


class ResultNotReady(CasesError):
    """No result waits to be given: not decided yet, or given already. Facts: `case_state`."""

    code = "cases.result_not_ready"
    kind = Kind.CONFLICT


class ResultNotPrinted(CasesError):
    """No paper of the result lies at the issue window."""

    code = "cases.result_not_printed"
    kind = Kind.CONFLICT


class NothingToUrge(CasesError):
    """It is decided, over, or waits for the applicant."""

    code = "cases.nothing_to_urge"
    kind = Kind.CONFLICT


class UrgedToday(CasesError):
    """Once a day is enough."""

    code = "cases.urged_today"
    kind = Kind.CONFLICT


class NoticeNotFound(CasesError):
    """No such notice, or none you may know of."""

    code = "cases.notice_not_found"
    kind = Kind.NOT_FOUND


class NoticeIncomplete(CasesError):
    """A notice must say something that nobody has said yet. Facts: `notice`, `missing`."""

    code = "cases.notice_incomplete"


class BadNoticeCode(CasesError):
    """Not a verification code: other characters, or not twelve of them."""

    code = "cases.bad_notice_code"


class NoticeVoided(CasesError):
    """The notice is void; it is not handed out any more."""

    code = "cases.notice_voided"
    kind = Kind.CONFLICT


class NoticeLost(CasesError):
    """The kept file is gone or is not the one that was issued."""

    code = "cases.notice_lost"
    kind = Kind.UNAVAILABLE


class BundleFiled(CasesError):
    """A bundle that was filed is not changed any more."""

    code = "cases.bundle_filed"
    kind = Kind.CONFLICT


class WindowNeeded(CasesError):
    """Something of a bundle is taken in at windows alone. Facts: `needs`."""

    code = "cases.window_needed"
    kind = Kind.CONFLICT


class BundleNotReady(CasesError):
    """The results of a bundle are handed out together, and not all are there. Facts: `count`."""

    code = "cases.bundle_not_ready"
    kind = Kind.CONFLICT
