"""Setting a parameter from a day on."""

from datetime import date

from django.db import IntegrityError, transaction

from yimen.reference.policy import queries, rules
from yimen.reference.policy.errors import BadValue
from yimen.reference.policy.models import DatedValue


def set_value(
    key: str, value: object, *, effective_from: date, source: str, staff_id: int | None
) -> None:
    """Let a parameter have another value from a day on. Earlier days keep theirs.

    Raises:
        UnknownParameter: nobody defined it.
        BadValue: another type, outside the sensible range, no source, or the day has a value.
    """
    checked = rules.checked(key, value)
    if not source.strip():
        raise BadValue(key=key, needs="source")
    try:
        with transaction.atomic():
            DatedValue.objects.create(
                key=key,
                value=checked,
                effective_from=effective_from,
                source=source.strip(),
                set_by_id=staff_id,
            )
    except IntegrityError:
        raise BadValue(key=key, needs="another day") from None
    queries.forget()
