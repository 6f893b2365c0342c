"""What can be done with accounts, devices, citizens and their log-in."""

from yimen.reference.people.actions.accounts import (
    add_device,
    add_staff,
    change_password,
    device_seen,
    enrol,
    grant_role,
    issue_key,
    log_in_failed,
    logged_in,
    renew_code,
    reset_password,
    revoke,
    set_active,
    set_identity,
    take_role,
)
from yimen.reference.people.actions.citizens import Identity, know_citizen, know_organisation
from yimen.reference.people.actions.log_in import SentCode, log_in_citizen, send_log_in_code
from yimen.reference.people.actions.own_keys import end_own_key, make_own_key

__all__ = [
    "Identity",
    "SentCode",
    "add_device",
    "add_staff",
    "change_password",
    "device_seen",
    "end_own_key",
    "enrol",
    "grant_role",
    "issue_key",
    "know_citizen",
    "know_organisation",
    "log_in_citizen",
    "log_in_failed",
    "logged_in",
    "make_own_key",
    "renew_code",
    "reset_password",
    "revoke",
    "send_log_in_code",
    "set_active",
    "set_identity",
    "take_role",
]
