"""Files that nothing refers to any more: materials taken back, drafts that expired or went.

What a person takes back, and what time does to a draft, changes rows of cases; the files are found
here by looking, so that nothing is missed whatever was killed meanwhile.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from yimen.reference.people.rules import HOUSE
from yimen.services.cases.queries.pages import files_referred
from yimen.services.certificates import queries as certificates
from yimen.support.files import actions as files
from yimen.support.files import queries as kept

_CASE: Final = "case"
_BUNDLE: Final = "bundle"
#: Younger files may belong to an act that has not ended.
_LEFT_ALONE: Final = timedelta(days=1)


def drop(*, at: datetime) -> int:
    """Take back what lies there for nothing; how many. Again: no more.

    Pages of copies that a window has checked stay, though their case let them go.
    """
    dropped = 0
    actor = f"{HOUSE.kind}:{HOUSE.label}"
    for batch in kept.lying(kinds=(_CASE, _BUNDLE), before=at - _LEFT_ALONE):
        subjects = {subject for _, subject in batch}
        referred = files_referred(_ids(_CASE, subjects), _ids(_BUNDLE, subjects))
        left = [file_id for file_id, _ in batch if file_id not in referred]
        checked = certificates.pages_of_copies(left) if left else set()
        for file_id in left:
            if file_id not in checked:
                files.drop(file_id, actor_label=actor, at=at)
                dropped += 1
    return dropped


def _ids(kind: str, subjects: Iterable[str]) -> list[int]:
    """The numbers of subjects of a kind."""
    pairs = (subject.split(":", 1) for subject in subjects)
    return [int(number) for name, number in pairs if name == kind and number.isdigit()]
