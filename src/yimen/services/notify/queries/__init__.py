"""Questions about messages: an inbox, the outbox, the day's rules."""

from yimen.services.notify.queries.days import rules_on
from yimen.services.notify.queries.inbox import MessageView, inbox, said_about, unread
from yimen.services.notify.queries.outbox import Outbox, SmsView, counts, outbox, sms

__all__ = [
    "MessageView",
    "Outbox",
    "SmsView",
    "counts",
    "inbox",
    "outbox",
    "rules_on",
    "said_about",
    "sms",
    "unread",
]
