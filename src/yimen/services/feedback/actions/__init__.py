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
    rate_again,
    reckon_anew,
    sign,
)

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
    "open_repair",
    "rate",
    "rate_again",
    "reckon_anew",
    "sign",
]
