"""What the audit of cases is compared with: ends of chains, and the log that pages show."""

from collections.abc import Iterator
from typing import Final

from yimen.services.cases.models.cases import Case
from yimen.support import sql
from yimen.support.audit import Fault, Link

_BATCH: Final = 5000


def chain_ends() -> Iterator[tuple[str, Link]]:
    """Where each case says that its chain ends."""
    rows = Case.objects.filter(audit_number__gt=0).order_by("pk")
    for pk, number, digest in rows.values_list("pk", "audit_number", "audit_digest").iterator(
        _BATCH
    ):
        yield f"case:{pk}", Link(number, bytes(digest))


def unlike_chain() -> Iterator[Fault]:
    """Cases whose log tells what their chain does not bear out."""
    after: int | None = 0
    while after is not None:
        found = sql.one(
            "yimen.services.cases", "log_unlike_chain", {"after": after, "most": _BATCH}
        )
        if found is None or found["last"] is None:
            return
        for case_id in found["broken"] or ():
            yield Fault(f"case:{case_id}", 0, "log")
        after = found["last"]
