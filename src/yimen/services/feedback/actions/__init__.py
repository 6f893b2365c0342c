"""Inviting to rate, rating, ratings by rule, and the repair of bad ratings."""

from yimen.services.feedback.actions.rating import Visit, give_defaults, invite, rate
from yimen.services.feedback.actions.repairs import (
    answer,
    appeal,
    ask_extension,
    call_back,
    close,
    contact,
    decide_appeal,
    decide_extension,
    open_repair,
    reckon_anew,
    sign,
)
from yimen.services.feedback.actions.second import invite_again, rate_again

__all__ = [
    "Visit",
    "answer",
    "appeal",
    "ask_extension",
    "call_back",
    "close",
    "contact",
    "decide_appeal",
    "decide_extension",
    "give_defaults",
    "invite",
    "invite_again",
    "open_repair",
    "rate",
    "rate_again",
    "reckon_anew",
    "sign",
]
