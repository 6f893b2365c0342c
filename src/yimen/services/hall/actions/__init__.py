"""What people can do in the hall. Each checks the right, locks, asks the rule, logs, publishes."""

from yimen.services.hall.actions.calling import Called, call_chosen, call_next, claim_next, offer
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
    rejoin,
    resume,
    start,
    transfer,
    withdraw,
)

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
    "withdraw",
]
