"""`doctor --audit`: reads every audit entry and every seal, and says where the record is broken.

Then it compares the cases with it: the end each remembers, and the log that pages show.
"""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

import django

from yimen.cli.findings import Finding, State
from yimen.cli.installation import prepared_database

_SHOWN: Final = 20
_WHAT: Final = {
    "gap": "缺少第 {number} 条",
    "digest": "第 {number} 条与写入时不符",
    "seal": "第 {number} 号封印与它覆盖的记录不符",
    "end": "办件记着链止于第 {number} 条，链不是这样",
    "log": "页面上的办理记录与审计链不符",
}
_MEND: Final = "保留现场，停止写入，用备份比对，并报告审计管理员"


def check_audit() -> Iterator[Finding]:
    """One finding for each break, at most twenty; a good one with counts when all is whole."""
    with prepared_database():
        django.setup()
        # Needs Django's set-up, which needs the database's address first.
        from yimen.services.cases.queries import records  # noqa: PLC0415
        from yimen.support import audit  # noqa: PLC0415

        with audit.as_of_now():
            breaks = chain(
                audit.verify(), audit.verify_ends(records.chain_ends()), records.unlike_chain()
            )
            faults = list(islice(breaks, _SHOWN))
            entries, seals = audit.size()
    for fault in faults:
        said = _WHAT[fault.what].format(number=fault.number)
        yield Finding("审计链", State.BAD, f"{fault.subject}：{said}", _MEND)
    if not faults:
        yield Finding("审计链", State.GOOD, f"{entries} 条记录、{seals} 个封印，全部相符")
