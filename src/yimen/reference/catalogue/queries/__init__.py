"""Questions about departments, items, guides and search."""

from yimen.reference.catalogue.queries.departments import (
    DepartmentView,
    bureaus,
    department,
    departments,
    departments_named,
)
from yimen.reference.catalogue.queries.guide import Guide, Limit, guide, questions
from yimen.reference.catalogue.queries.items import (
    InForce,
    ItemLine,
    LogLine,
    VersionView,
    compare,
    everything,
    items,
    log,
    version,
    version_by_id,
    version_in_force,
    versions,
)
from yimen.reference.catalogue.queries.search import Hit, forget, measure, search

__all__ = [
    "DepartmentView",
    "Guide",
    "Hit",
    "InForce",
    "ItemLine",
    "Limit",
    "LogLine",
    "VersionView",
    "bureaus",
    "compare",
    "department",
    "departments",
    "departments_named",
    "everything",
    "forget",
    "guide",
    "items",
    "log",
    "measure",
    "questions",
    "search",
    "version",
    "version_by_id",
    "version_in_force",
    "versions",
]
