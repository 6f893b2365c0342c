"""Emptying the outbox: claim some, hand them to the gateway without a lock, write what came of it.

A worker that dies between the gateway's yes and our note of it leaves an SMS that is handed over
again under the same identifier, which gateways act on once.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yimen.devices.sms import GatewayDown, OutgoingSms, SmsGateway, SmsNotSent, SmsRefused
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.notify import announce, queries
from yimen.services.notify.actions.saying import wake
from yimen.services.notify.errors import MessageNotFound
from yimen.services.notify.models import Budget, Sms
from yimen.services.notify.queries.stored import unsealed
from yimen.services.notify.rules import sending, templates
from yimen.services.notify.rules.parameters import NotifyRules
from yimen.services.notify.rules.sending import LEASE, STALE, Bucket, State, Step
from yimen.services.notify.rules.templates import TEMPLATES, Key
from yimen.support import sql
from yimen.support.commit import after_commit
from yimen.support.secrets import unseal

log = logging.getLogger("yimen.sms")

#: One worker's bite: few enough that its lease holds even when each takes the whole timeout.
BITE: Final = 10
_GATEWAY: Final = "sms"


@dataclass(frozen=True)
class Sent:
    """What came of a bite.

    Args:
        claimed: none: nothing is due, or the minute's share is used up.
        sent: the gateway took them.
        failed: tried again later.
        dead: never tried again.
        down: the gateway is gone; what was claimed beside went back.
    """

    claimed: int = 0
    sent: int = 0
    failed: int = 0
    dead: int = 0
    down: bool = False

    @property
    def more(self) -> bool:
        """Whether another bite may find something."""
        return self.claimed > 0 and not self.down


def send_due(gateway: SmsGateway, *, at: datetime) -> Sent:
    """Hand over a few SMS that are due. Call again while there may be `more`.

    A gateway that is down is not asked again for each: that would hold the worker for minutes.

    Args:
        gateway: where to.
        at: now.
    """
    held = queries.rules_on(timezone.localdate(at))
    stale = _bury_stale(at)
    claimed = _claim(held, at=at)
    states: list[State] = []
    down = False
    for place, (message_id, tries) in enumerate(claimed):
        try:
            states.append(_hand_over(message_id, tries, gateway, held, at=at))
        except GatewayDown as trouble:
            states.append(_failed(message_id, tries, trouble, held, at=at))
            _hand_back(claimed[place + 1 :], at=at)
            down = True
            break
    return Sent(
        claimed=len(claimed),
        down=down,
        sent=states.count(State.SENT),
        failed=states.count(State.FAILED),
        dead=states.count(State.DEAD) + stale,
    )


def revive(message_id: int, *, by: Actor, at: datetime) -> None:
    """Try a dead SMS once more from the beginning: the gateway or the phone was mended.

    Raises:
        NotAllowed: `by` does not run a hall.
        MessageNotFound: no such SMS.
        StepNotAllowed: it is not dead.
    """
    require(by, Right.RUN_HALL)
    with transaction.atomic():
        row = Sms.objects.select_for_update().filter(pk=message_id).first()
        if row is None or not row.phone_sealed:
            raise MessageNotFound
        row.state = sending.next_state(State(row.state), Step.REVIVE).value
        row.tries, row.due_at, row.error = 0, at, ""
        row.expires_at = at + TEMPLATES[Key(row.message.template)].life
        row.save(update_fields=["state", "tries", "due_at", "expires_at", "error"])
        log.info("sms revived", extra={"sms": message_id, "by": f"{by.kind}:{by.label}"})
        after_commit(wake)


def _bury_stale(at: datetime) -> int:
    """Give up what would only confuse by now. How many."""
    waiting = [state.value for state in sending.WAITING]
    rows = Sms.objects.filter(state__in=waiting, expires_at__lte=at)
    with transaction.atomic():
        over = list(
            rows.select_for_update(skip_locked=True)
            .exclude(lease_until__gt=at)
            .values_list("pk", flat=True)
        )
        Sms.objects.filter(pk__in=over).update(
            state=State.DEAD.value, error=STALE, lease_until=None
        )
        for message_id in over:
            announce.sms_dead(message_id, STALE, at=at)
    return len(over)


def _claim(held: NotifyRules, *, at: datetime) -> list[tuple[int, int]]:
    """Take some SMS, with as many tokens from the bucket: ids and the number of this try."""
    with transaction.atomic():
        Budget.objects.bulk_create(
            [Budget(gateway=_GATEWAY, tokens=held.burst, filled_at=at)], ignore_conflicts=True
        )
        row = Budget.objects.select_for_update().get(pk=_GATEWAY)
        bucket = Bucket(row.tokens, row.filled_at).filled(
            at, per_minute=held.per_minute, size=held.burst
        )
        wanted = min(BITE, int(bucket.tokens))
        claimed = (
            sql.rows(
                "yimen.services.notify",
                "claim_due",
                {"count": wanted, "at": at, "lease_until": at + LEASE},
            )
            if wanted
            else []
        )
        left = bucket.without(len(claimed))
        row.tokens, row.filled_at = left.tokens, left.filled_at
        row.save(update_fields=["tokens", "filled_at"])
    return [(int(taken["message_id"]), int(taken["tries"])) for taken in claimed]


def _hand_over(
    message_id: int, tries: int, gateway: SmsGateway, held: NotifyRules, *, at: datetime
) -> State:
    """One SMS to the gateway, outside any transaction, and what came of it into its row."""
    row = Sms.objects.select_related("message").get(pk=message_id)
    key = Key(row.message.template)
    text = templates.sms(key, unsealed(row.message.values_sealed), row.language, sign=held.sign)
    outgoing = OutgoingSms(
        f"m{message_id}", unseal(bytes(row.phone_sealed)), text, key.value, row.language
    )
    try:
        reference = gateway.send(outgoing, at=at)
    except GatewayDown:
        raise
    except SmsRefused as refusal:
        return _settle(message_id, tries, Step.GIVE_UP, at=at, error=refusal.code)
    except SmsNotSent as trouble:
        return _failed(message_id, tries, trouble, held, at=at)
    return _settle(message_id, tries, Step.ACCEPT, at=at, reference=reference)


def _failed(
    message_id: int, tries: int, trouble: SmsNotSent, held: NotifyRules, *, at: datetime
) -> State:
    step = Step.GIVE_UP if tries >= held.tries else Step.FAIL
    return _settle(message_id, tries, step, at=at, error=trouble.code)


def _hand_back(claimed: Sequence[tuple[int, int]], *, at: datetime) -> None:
    """Claimed and not tried: as if they had not been."""
    state = sending.next_state(State.SENDING, Step.HAND_BACK)
    for message_id, tries in claimed:
        Sms.objects.filter(pk=message_id, state=State.SENDING.value, tries=tries).update(
            state=state.value, lease_until=None, tries=tries - 1, due_at=at + sending.pause(1)
        )


def _settle(
    message_id: int, tries: int, step: Step, *, at: datetime, error: str = "", reference: str = ""
) -> State:
    """Write what came of a try, unless another worker has taken the SMS over meanwhile."""
    state = sending.next_state(State.SENDING, step)
    with transaction.atomic():
        hit = Sms.objects.filter(pk=message_id, state=State.SENDING.value, tries=tries).update(
            state=state.value,
            lease_until=None,
            error=error,
            reference=reference,
            sent_at=at if state is State.SENT else None,
            due_at=at + sending.pause(tries),
        )
        if hit and state is State.DEAD:
            announce.sms_dead(message_id, error, at=at)
    return state if hit else State.SENDING


def configured() -> str:
    """The address of the city's gateway; in the demonstration one with a fault to switch on."""
    if settings.SMS == "console:":
        return f"console:{settings.MEDIA_ROOT.parent / 'simulated-sms.json'}"
    return str(settings.SMS)
