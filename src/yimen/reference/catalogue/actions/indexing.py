"""Keeping the search table in step with the versions in force."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from django.db import connection, transaction

from yimen.reference.catalogue.actions.copying import copy, run
from yimen.reference.catalogue.models import Item, ItemVersion, SearchEntry, SearchKey, Synonym
from yimen.reference.catalogue.queries.search import forget
from yimen.reference.catalogue.rules.keys import name_keys
from yimen.reference.catalogue.rules.states import State

_BATCH: Final = 5_000
#: From here on counting the keys anew is worth its seconds; fewer items hardly move the counts.
_MANY: Final = 200
#: From here on building the index anew is faster than growing it.
_VERY_MANY: Final = 20_000
_OFFERED: Final = (State.PUBLISHED.value, State.PAUSED.value)
_COLUMNS: Final = ("item_id", "name", "aliases", "keys", "used", "paused")

Progress = Callable[[int], None]


def reindex(
    item_ids: Sequence[int] | None = None, *, progress: Progress = lambda _done: None
) -> int:
    """Make the search entries of some items (None: all) anew; how many can be found now."""
    if item_ids is None:
        item_ids = list(Item.objects.values_list("pk", flat=True))
    with transaction.atomic():
        SearchEntry.objects.filter(pk__in=item_ids).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE catalogue_entering (LIKE catalogue_searchentry) "
                "ON COMMIT DROP"
            )
            for start in range(0, len(item_ids), _BATCH):
                # Read first: the connection is busy while it takes a copy.
                entries = list(_entries(item_ids[start : start + _BATCH]))
                copy("catalogue_entering", _COLUMNS, entries)
                progress(min(start + _BATCH, len(item_ids)))
            _enter(len(item_ids))
            cursor.execute("SELECT count(*) FROM catalogue_entering")
            entered = int(cursor.fetchone()[0])
            cursor.execute("DROP TABLE catalogue_entering")
        if len(item_ids) >= _MANY or not SearchKey.objects.exists():
            SearchKey.objects.all().delete()
            run("count_all_keys")
    return entered


def _enter(count: int) -> None:
    if count < _VERY_MANY:
        run("enter_search")
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX catalogue_search_keys")
        run("enter_search")
        cursor.execute(
            "CREATE INDEX catalogue_search_keys ON catalogue_searchentry "
            "USING gin (keys) WITH (fastupdate = off)"
        )
        cursor.execute("ANALYZE catalogue_searchentry")


def _entries(item_ids: Sequence[int]) -> Iterator[tuple[object, ...]]:
    rows = ItemVersion.objects.filter(item_id__in=item_ids, state__in=_OFFERED).values_list(
        "item_id", "fields", "item__used", "state"
    )
    for item_id, fields, used, state in rows:
        names = names_of(fields)
        paused = state == State.PAUSED.value
        yield item_id, names[0], names[1:], name_keys(names), used, paused


def names_of(fields: Mapping[str, object]) -> list[str]:
    """What an item can be found by: its name first, then aliases and the English name."""
    aliases = fields.get("ALIASES")
    others = [str(alias) for alias in aliases] if isinstance(aliases, list) else []
    if fields.get("TASK_NAME_EN"):
        others.append(str(fields["TASK_NAME_EN"]))
    return [str(fields["TASK_NAME"]), *others]


def set_use(counts: Mapping[str, int]) -> None:
    """How often items were asked for lately, by code. In bulk, for a nightly job."""
    with transaction.atomic():
        items = list(Item.objects.select_for_update().filter(code__in=counts).order_by("pk"))
        for item in items:
            item.used = counts[item.code]
        Item.objects.bulk_update(items, ["used"], batch_size=1000)
        entries = [SearchEntry(pk=item.pk, used=item.used) for item in items]
        SearchEntry.objects.bulk_update(entries, ["used"], batch_size=1000)


def set_synonyms(pairs: Collection[tuple[str, str]]) -> None:
    """Add words people say with the words items use; pairs already known stay."""
    Synonym.objects.bulk_create(
        [Synonym(word=word.lower(), stands_for=other) for word, other in pairs],
        ignore_conflicts=True,
    )
    forget()
