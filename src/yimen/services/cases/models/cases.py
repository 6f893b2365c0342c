"""A case from its draft on, its log, and the row its numbers are counted in."""

from django.db import models
from django.db.models import F, Q

from yimen.services.cases.rules.signing import Unsigned
from yimen.services.cases.rules.states import DECIDED, Applicant, State

NUMBER_ONCE = "cases_case_number_once"
FILE_ONCE = "cases_case_file_once"
FOUR_EYES = "cases_case_four_eyes"

_STATES = sorted(state.value for state in State)
_UNNUMBERED = sorted([State.DRAFT.value, State.EXPIRED.value])
_UNSIGNED = sorted(how.value for how in Unsigned)
_DECIDED = sorted(state.value for state in DECIDED)


class CaseSeries(models.Model):
    """The last serial given in one region on one day."""

    region = models.CharField(max_length=6)
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "day"], name="cases_series_once")]


class Case(models.Model):
    """One application for one item, from the first question to the result."""

    #: In addresses; cannot be guessed.
    public_id = models.CharField(max_length=22)
    #: 21 digits, see `kernel.identifiers.cases`. Null while a draft.
    number = models.CharField(max_length=21, null=True)
    #: Six digits beside the number, SM4-GCM: printed on the receipt, asked of who is not logged in.
    query_code_sealed = models.BinaryField(default=b"")
    #: Wrong query codes since the last good one.
    query_failures = models.PositiveSmallIntegerField(default=0)
    #: When the last of them was tried: codes are locked for a while from here.
    query_failed_at = models.DateTimeField(null=True)

    # What is applied for: the version filed with stays, its fees included.
    version = models.ForeignKey("catalogue.ItemVersion", models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=100)
    item_name = models.TextField()
    department = models.ForeignKey(
        "catalogue.Department", models.PROTECT, related_name="+", db_index=False
    )
    centre_id = models.BigIntegerField()
    #: Answers to the item's questions: which situation (情形).
    answers = models.JSONField(default=dict)
    #: The form's answers as JSON, SM4-GCM.
    form_sealed = models.BinaryField(default=b"")

    state = models.CharField(max_length=16, default=State.DRAFT.value)
    #: Instant item (即办件): all steps in one visit.
    instant = models.BooleanField(default=False)
    #: Accepted although secondary materials are missing (容缺受理).
    tolerant = models.BooleanField(default=False)
    #: Accepted on a promise instead of a proof (告知承诺).
    promised = models.BooleanField(default=False)
    #: Accepted by silence (逾期不告知，视为受理).
    deemed = models.BooleanField(default=False)

    # Who applies. SM4-GCM; the index finds the person's cases.
    applicant_kind = models.CharField(max_length=12, default=Applicant.PERSON.value)
    applicant_index = models.BinaryField(null=True)
    applicant_id_sealed = models.BinaryField(default=b"")
    applicant_name_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    #: Who stands here in the applicant's place (代办); empty where the applicant does.
    agent_index = models.BinaryField(null=True)
    agent_id_sealed = models.BinaryField(default=b"")
    agent_name_sealed = models.BinaryField(default=b"")
    #: The account that filled it in from afar and may go on; null at a window.
    citizen_id = models.BigIntegerField(null=True)
    #: Signed on the second screen: the picture's file, and when.
    signature_file = models.CharField(max_length=40, blank=True)
    #: Shown on the second screen to be looked at and signed; null while it is not.
    presented_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    #: What stands in for a signature of who cannot write, and why; empty where they signed.
    unsigned = models.CharField(max_length=12, blank=True, default="", db_default="")
    unsigned_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    #: How the result reaches the citizen: "window", "post", "electronic", "locker".
    hand_over = models.CharField(max_length=12, default="window")
    #: Where to post it, as JSON, SM4-GCM.
    address_sealed = models.BinaryField(default=b"")

    #: The door: window, online, terminal, mobile, post.
    channel = models.CharField(max_length=12)
    #: The hall's number and window it was taken in with.
    ticket_id = models.BigIntegerField(null=True)
    window_id = models.BigIntegerField(null=True)
    #: One thing (一件事) it belongs to, and its place there.
    bundle_id = models.BigIntegerField(null=True)
    #: "<issuer>:<key>" of the request that made it; null for requests without a key.
    file_key = models.CharField(max_length=120, null=True)

    made_at = models.DateTimeField()
    #: When the form or its materials were last saved; a draft expires from here.
    saved_at = models.DateTimeField()
    #: Everything is counted from here: materials are in.
    received_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    #: When it ended, whichever way.
    ended_at = models.DateTimeField(null=True)
    #: Supplement notices so far: the law allows one.
    supplements = models.PositiveSmallIntegerField(default=0)

    # Staff by id: four eyes are kept by the database as well.
    received_by = models.BigIntegerField(null=True)
    accepted_by = models.BigIntegerField(null=True)
    #: Who did the last handler's step.
    handled_by = models.BigIntegerField(null=True)
    decided_by = models.BigIntegerField(null=True)

    # The next due days, kept here for lists; the ledger in `clocks` is what counts.
    promised_due = models.DateField(null=True)
    statutory_due = models.DateField(null=True)

    #: The end of its audit chain, see `support.audit`.
    audit_number = models.PositiveIntegerField(default=0)
    audit_digest = models.BinaryField(default=bytes(32))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="cases_case_address_once"),
            models.UniqueConstraint(fields=["number"], name=NUMBER_ONCE),
            models.UniqueConstraint(fields=["file_key"], name=FILE_ONCE),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="cases_case_state_known"),
            models.CheckConstraint(
                condition=Q(unsigned="", unsigned_reason="")
                | (Q(unsigned__in=_UNSIGNED, signed_at__isnull=True) & ~Q(unsigned_reason="")),
                name="cases_case_unsigned_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(state__in=_UNNUMBERED),
                name="cases_case_has_number",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False, decided_by__isnull=False)
                | ~Q(state__in=_DECIDED),
                name="cases_case_decided_has_decision",
            ),
            # Who accepted or handled may not decide, but at instant items, whose steps one
            # person may do.
            models.CheckConstraint(
                condition=Q(instant=True)
                | Q(decided_by__isnull=True)
                | (
                    (Q(accepted_by__isnull=True) | ~Q(decided_by=F("accepted_by")))
                    & (Q(handled_by__isnull=True) | ~Q(decided_by=F("handled_by")))
                ),
                name=FOUR_EYES,
            ),
        ]
        # Every move of a case enters it anew in each of these, so there are only those a question
        # needs, and none on what a draft changes while it is filled in.
        indexes = [
            models.Index(fields=["applicant_index", "-id"], name="cases_case_applicant"),
            models.Index(
                fields=["agent_index", "-id"],
                condition=Q(agent_index__isnull=False),
                name="cases_case_agent",
            ),
            models.Index(fields=["department", "state", "promised_due"], name="cases_case_due"),
            models.Index(fields=["centre_id", "-id"], name="cases_case_centre"),
            models.Index(
                fields=["ticket_id"],
                condition=Q(ticket_id__isnull=False),
                name="cases_case_ticket",
            ),
            models.Index(
                fields=["made_at"], condition=Q(state="draft"), name="cases_case_old_drafts"
            ),
            models.Index(
                fields=["centre_id", "decided_at"],
                condition=Q(state__in=["certified", "refused"], hand_over="window"),
                name="cases_case_ready",
            ),
            models.Index(
                fields=["window_id"],
                condition=Q(presented_at__isnull=False),
                name="cases_case_presented",
            ),
            # Few: supervisors look after those who could not sign.
            models.Index(
                fields=["centre_id", "-id"],
                condition=~Q(unsigned=""),
                name="cases_case_unsigned",
            ),
            # Instant items that are not decided: their cards are a matter of minutes.
            models.Index(
                fields=["id"],
                condition=Q(instant=True, decided_at__isnull=True, ended_at__isnull=True),
                name="cases_case_instant",
            ),
            models.Index(
                fields=["bundle_id"],
                condition=Q(bundle_id__isnull=False),
                name="cases_case_bundle",
            ),
        ]


class CaseEvent(models.Model):
    """What happened to a case: appended, never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="log", db_index=False)
    event = models.CharField(max_length=24)
    before = models.CharField(max_length=16, blank=True)
    after = models.CharField(max_length=16)
    at = models.DateTimeField()
    #: "staff:1001", "citizen:", "house:house".
    actor = models.CharField(max_length=80)
    #: What a colleague wrote; shown to staff, to citizens where the event is theirs.
    reason = models.CharField(max_length=500, blank=True)
    #: Codes and numbers for the page: which step, how many days.
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="cases_event_case"),
            models.Index(
                fields=["at"],
                condition=Q(event__in=["urge", "complain"]),
                name="cases_event_voice",
            ),
        ]
