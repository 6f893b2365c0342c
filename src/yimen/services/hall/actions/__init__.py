"""What people can do in the hall. Each checks the right, locks, asks the rule, logs, publishes."""

from yimen.services.hall.actions.calling import Called, call_chosen, call_next, claim_next
from yimen.services.hall.actions.days import close_day, set_queue
from yimen.services.hall.actions.duties import (
    log_in,
    log_out,
    pause,
    resume_duty,
    set_skills,
    stand_down,
)
from yimen.services.hall.actions.forecasts import renew_forecasts, score_day
from yimen.services.hall.actions.issuing import Holder, Issued, issue
from yimen.services.hall.actions.moves import (
    finish,
    hold,
    miss,
    recall,
    resume,
    start,
    withdraw,
)
from yimen.services.hall.actions.offering import offer, offer_all
from yimen.services.hall.actions.rejoining import rejoin, transfer
from yimen.services.hall.actions.retention import wipe_personal_data

__all__ = [
    "Called",
    "Holder",
    "Issued",
    "call_chosen",
    "call_next",
    "claim_next",
    "close_day",
    "finish",
    "hold",
    "issue",
    "log_in",
    "log_out",
    "miss",
    "offer",
    "offer_all",
    "pause",
    "recall",
    "rejoin",
    "renew_forecasts",
    "resume",
    "resume_duty",
    "score_day",
    "set_queue",
    "set_skills",
    "stand_down",
    "start",
    "transfer",
    "wipe_personal_data",
    "withdraw",
]
