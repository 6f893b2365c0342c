"""What people, carriers and the clock can do with parcels and lockers."""

from yimen.services.delivery.actions.arriving import open_up
from yimen.services.delivery.actions.carrying import (
    Carriers,
    Round,
    cancel,
    place_orders,
    poll,
    waybill,
)
from yimen.services.delivery.actions.contracts import carriers, locker_device, simulated
from yimen.services.delivery.actions.handing import (
    Opened,
    collect_expired,
    expire_deposits,
    mend_slot,
    pick_up,
)
from yimen.services.delivery.actions.ordering import Load, note_number, order, send_again
from yimen.services.delivery.actions.retention import wipe_personal_data
from yimen.services.delivery.actions.storing import (
    Stored,
    check_shut,
    deposit,
    enrol_locker,
    give_up,
    store,
)
from yimen.services.delivery.actions.tracking import Moved, track
from yimen.services.delivery.actions.trouble import (
    clear_dispute,
    dispute,
    raise_alarms,
    report_lost,
    settle_claim,
)

__all__ = [
    "Carriers",
    "Load",
    "Moved",
    "Opened",
    "Round",
    "Stored",
    "cancel",
    "carriers",
    "check_shut",
    "clear_dispute",
    "collect_expired",
    "deposit",
    "dispute",
    "enrol_locker",
    "expire_deposits",
    "give_up",
    "locker_device",
    "mend_slot",
    "note_number",
    "open_up",
    "order",
    "pick_up",
    "place_orders",
    "poll",
    "raise_alarms",
    "report_lost",
    "send_again",
    "settle_claim",
    "simulated",
    "store",
    "track",
    "waybill",
    "wipe_personal_data",
]
