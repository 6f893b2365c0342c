"""Bundles (一件事) in force: one, all, by a text; and what one asks in a situation."""

from collections.abc import Mapping
from dataclasses import dataclass

from yimen.reference.catalogue.errors import BundleNotFound, BundleNotOffered
from yimen.reference.catalogue.models import BundleVersion, ItemVersion
from yimen.reference.catalogue.queries.items import VersionView, as_view
from yimen.reference.catalogue.queries.search import synonyms
from yimen.reference.catalogue.rules import bundle_plan, bundles, ranking
from yimen.reference.catalogue.rules.bundle_lint import Fault, faults
from yimen.reference.catalogue.rules.bundle_plan import Known, Plan
from yimen.reference.catalogue.rules.bundles import Bundle
from yimen.reference.catalogue.rules.ranking import Named
from yimen.reference.catalogue.rules.states import IN_FORCE, State

#: A weaker likeness than this is one by chance: bundles are few and shown above all items.
_LIKE_ENOUGH = 55.0


@dataclass(frozen=True)
class BundleView:
    """One version of a bundle."""

    id: int
    code: str
    number: int
    offered: bool
    bundle: Bundle

    @property
    def name(self) -> str:
        return self.bundle.name

    @property
    def name_en(self) -> str:
        return self.bundle.name_en

    @property
    def name_hant(self) -> str:
        return self.bundle.name_hant


def bundle(code: str) -> BundleView:
    """The version of a bundle that is in force.

    Raises:
        BundleNotFound: no such bundle.
    """
    rows = BundleVersion.objects.select_related("bundle").filter(bundle__code=code)
    return _found(rows.order_by("-number").first(), code)


def bundle_by_id(version_id: int) -> BundleView:
    """The version that something was filed on.

    Raises:
        BundleNotFound: no such version.
    """
    rows = BundleVersion.objects.select_related("bundle").filter(pk=version_id)
    return _found(rows.first(), version_id)


def _found(row: BundleVersion | None, asked: object) -> BundleView:
    if row is None:
        raise BundleNotFound(bundle=asked)
    return _view(row)


def _view(row: BundleVersion) -> BundleView:
    return BundleView(
        row.pk, row.bundle.code, row.number, row.bundle.offered, bundles.read(row.document)
    )


def all_bundles() -> list[BundleView]:
    """Every bundle in force that is offered, in the city's order."""
    rows = BundleVersion.objects.select_related("bundle").filter(bundle__offered=True)
    latest = rows.order_by("bundle_id", "-number").distinct("bundle_id")
    ordered = sorted(latest, key=lambda row: (row.bundle.position, row.bundle.code))
    return [_view(row) for row in ordered]


def find_bundles(text: str, *, limit: int = 3) -> list[BundleView]:
    """The bundles a text means, best first. They are few: all are looked at."""
    meant = ranking.meanings(text, synonyms())
    scored = []
    for view in all_bundles() if meant else []:
        named = Named(view.name, (*view.bundle.aliases, view.name_en), 0)
        points, _why = ranking.score(meant, named)
        if points >= _LIKE_ENOUGH:
            scored.append((points, view))
    scored.sort(key=lambda each: -each[0])
    return [view for _points, view in scored[:limit]]


def items_of(found: Bundle) -> dict[str, VersionView]:
    """The versions in force of a bundle's items, by code; unknown ones are left out."""
    codes = {part.item for part in found.parts}
    rows = ItemVersion.objects.select_related("item__department").filter(
        item__code__in=codes, state__in=[state.value for state in IN_FORCE]
    )
    return {row.item.code: as_view(row) for row in rows}


def faults_of(view: BundleView) -> list[Fault]:
    """What of a bundle does not fit the items in force any more."""
    items = items_of(view.bundle)
    return faults(view.bundle, {code: known(version) for code, version in items.items()})


def known(version: VersionView) -> Known:
    """An item version as the rules of bundles look at it."""
    days = version.fields.get("PROMISE_DAY")
    return Known(
        content=version.content,
        offered=version.state is State.PUBLISHED,
        days=days if isinstance(days, int) else None,
        name=version.name,
        online=bool(version.fields.get("IS_ONLINE")),
    )


@dataclass(frozen=True)
class Planned:
    """A bundle in one situation, with the item versions it stands on, by code."""

    view: BundleView
    items: Mapping[str, VersionView]
    plan: Plan


def planned(code: str, answers: Mapping[str, str] | None = None) -> Planned:
    """What a bundle asks and does under some answers, on the items in force.

    Raises:
        BundleNotFound: no such bundle.
        BundleNotOffered: it is not offered, or its items changed so that it fits them no longer.
        BadAnswer: an answer it does not offer.
    """
    view = bundle(code)
    items = items_of(view.bundle)
    looked = {code: known(version) for code, version in items.items()}
    if not view.offered or faults(view.bundle, looked):
        raise BundleNotOffered(bundle=code)
    return Planned(view, items, bundle_plan.plan(view.bundle, looked, answers or {}))
