"""What the house can say, and what people can do with what was said."""

from yimen.services.notify.actions.reading import mark_all_read
from yimen.services.notify.actions.retention import wipe_personal_data
from yimen.services.notify.actions.saying import Recipient, say
from yimen.services.notify.actions.sending import Sent, revive, send_due

__all__ = [
    "Recipient",
    "Sent",
    "mark_all_read",
    "revive",
    "say",
    "send_due",
    "wipe_personal_data",
]
