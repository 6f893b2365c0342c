"""What a case stands on: its item version, which never changes, and so is read once."""

from dataclasses import dataclass
from functools import lru_cache

from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.queries import VersionView
from yimen.reference.catalogue.rules.content import Content
from yimen.services.cases.rules.states import Acceptance
from yimen.services.cases.rules.steps import Planned, plan

_INSTANT = "1"
#: The field of an item that says so; absent, the window accepts (授权受理).
_ACCEPTANCE = "ACCEPTANCE_MODE"


@dataclass(frozen=True)
class Definition:
    """One item version as cases need it."""

    version: VersionView
    steps: tuple[Planned, ...]
    instant: bool
    acceptance: Acceptance

    @property
    def content(self) -> Content:
        return self.version.content


@lru_cache(maxsize=4096)
def definition(version_id: int) -> Definition:
    """The definition of a version. Published versions are frozen by the database."""
    version = catalogue.version_by_id(version_id)
    receives = version.fields.get(_ACCEPTANCE) == Acceptance.WINDOW_RECEIVES.value
    return Definition(
        version=version,
        steps=plan(version.content.steps),
        instant=version.fields.get("PROJECT_TYPE") == _INSTANT,
        acceptance=Acceptance.WINDOW_RECEIVES if receives else Acceptance.WINDOW_ACCEPTS,
    )


def forget_definitions() -> None:
    """Between tests, whose ids return."""
    definition.cache_clear()
