"""Making away with what nobody may need any more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db.models import Q

from yimen.support.files import vault
from yimen.support.files.models import StoredFile
from yimen.support.files.states import State

_BATCH: Final = 200
#: What lies in the vault without a row that long was left by a process that was killed.
_ORPHANED_AFTER: Final = timedelta(days=1)


def forget(*, refused_before: datetime, dropped_before: datetime, at: datetime) -> int:
    """Delete refused and dropped files of long ago, and what lies in the vault without a row.

    Rows go first: what a kill leaves behind is an orphan, which the next run finds. How many rows.
    """
    old = Q(state=State.REFUSED, checked_at__lt=refused_before) | Q(
        state=State.DROPPED, dropped_at__lt=dropped_before
    )
    gone = 0
    while rows := list(StoredFile.objects.filter(old).order_by("received_at")[:_BATCH]):
        StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            vault.remove(row.quarantine)
            vault.remove(row.kept)
        gone += len(rows)
    for name in _orphans(at - _ORPHANED_AFTER):
        vault.remove(name)
    return gone


def _orphans(before: datetime) -> Iterator[str]:
    for place, column in ((vault.QUARANTINE, "quarantine"), (vault.KEPT, "kept")):
        lying = vault.names(place, before=before)
        while some := list(islice(lying, _BATCH)):
            known = StoredFile.objects.filter(**{f"{column}__in": some})
            yield from set(some) - set(known.values_list(column, flat=True))
