"""`doctor --audit`: reads every audit entry and every seal, and says where the record is broken."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

import django

from yimen.cli.findings import Finding, State
from yimen.cli.installation import prepared_database

_SHOWN: Final = 20
_WHAT: Final = {
    "gap": "缺少第 {number} 条",
    "digest": "第 {number} 条与写入时不符",
    "seal": "第 {number} 号封印与它覆盖的记录不符",
}
_MEND: Final = "保留现场，停止写入，用备份比对，并报告审计管理员"


def check_audit() -> Iterator[Finding]:
    """One finding for each break, at most twenty; a good one with counts when all is whole."""
    with prepared_database():
        django.setup()
        # Needs Django's set-up, which needs the database's address first.
        from yimen.support import audit  # noqa: PLC0415

        faults = list(islice(audit.verify(), _SHOWN))
        entries, seals = audit.size()
    for fault in faults:
        said = _WHAT[fault.what].format(number=fault.number)
        yield Finding("审计链", State.BAD, f"{fault.subject}：{said}", _MEND)
    if not faults:
        yield Finding("审计链", State.GOOD, f"{entries} 条记录、{seals} 个封印，全部相符")
