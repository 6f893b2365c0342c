"""Finding items by name, alias, pinyin, initials, with typos, ranked by match and use.

Two short steps: the database gives at most some hundred names that share rare keys with what was
typed, then the pure ranking compares the words. Decision 0014 has the measurements.
"""

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from yimen.reference.catalogue.models import Item, Synonym
from yimen.reference.catalogue.rules import ranking
from yimen.reference.catalogue.rules.ranking import Meaning, Named, Why
from yimen.support import sql

_PACKAGE: Final = "yimen.reference.catalogue"
#: A key that finds more is common: then only the most used items are looked at.
_COMMON: Final = 2_000
#: Items that share only some keys: rare keys are taken up to this many.
_SOME: Final = 500
_AMONG: Final = 6_000
_NAMES: Final = 60
_ENOUGH: Final = 60.0
_HERE: Final = 4.0
_REMEMBERED_SECONDS: Final = 30.0

Found = dict[int, Named]


@dataclass(frozen=True)
class Hit:
    """An item that answers what was typed."""

    code: str
    name: str
    department: str
    queue_code: str
    why: Why
    paused: bool
    score: float


def search(text: str, *, limit: int = 20, at_window: Collection[str] | None = None) -> list[Hit]:
    """The items a text means, best first.

    Args:
        text: what was typed: Chinese, pinyin, initials, with mistakes.
        limit: how many at most.
        at_window: queue codes of a window; what it serves is ranked a little higher.
    """
    meant = ranking.meanings(text, synonyms())
    found, paused = _candidates(meant)
    scored = []
    for item_id, named in found.items():
        points, why = ranking.score(meant, named)
        if points > 0:
            scored.append((points, item_id, why))
    scored.sort(key=lambda each: (-each[0], len(found[each[1]].name), each[1]))
    return _hits(scored[: limit + _NAMES], found, paused, at_window or ())[:limit]


def _hits(
    scored: Sequence[tuple[float, int, Why]],
    found: Found,
    paused: Collection[int],
    at_window: Collection[str],
) -> list[Hit]:
    rows = Item.objects.filter(pk__in=[item_id for _, item_id, _ in scored])
    beside = {
        pk: (code, queue, department)
        for pk, code, queue, department in rows.values_list(
            "pk", "code", "queue_code", "department__name"
        )
    }
    hits = [
        Hit(
            code=beside[item_id][0],
            name=found[item_id].name,
            department=beside[item_id][2],
            queue_code=beside[item_id][1],
            why=why,
            paused=item_id in paused,
            score=round(points + (_HERE if beside[item_id][1] in at_window else 0.0), 2),
        )
        for points, item_id, why in scored
        if item_id in beside
    ]
    return sorted(hits, key=lambda hit: -hit.score) if at_window else hits


def _candidates(meant: Sequence[Meaning]) -> tuple[Found, set[int]]:
    """Names worth comparing, and which of them are paused."""
    wanted = {key for meaning in meant for key in (*meaning.keys, *meaning.loose)}
    if not wanted:
        return {}, set()
    counted = sql.rows(_PACKAGE, "count_keys", {"keys": list(wanted)})
    counts = {row["key"]: row["items"] for row in counted}
    found: Found = {}
    paused: set[int] = set()
    for meaning in meant:
        for row in _rows_for(meaning, counts):
            found[row["item_id"]] = Named(row["name"], row["aliases"], row["used"])
            if row["paused"]:
                paused.add(row["item_id"])
    return found, paused


def _rows_for(meaning: Meaning, counts: dict[int, int]) -> list[sql.Row]:
    rows: list[sql.Row] = []
    if all(key in counts for key in meaning.keys):
        rows = _with_all(meaning.keys, counts)
    if meaning.why is Why.INITIALS or len(rows) >= _NAMES:
        return rows
    rare = ranking.rarest(meaning.keys, counts, most=_SOME)
    if rare and counts[rare[0]] <= _COMMON:
        wanted = list({*meaning.keys, *meaning.loose})
        rows += sql.rows(_PACKAGE, "find_some_keys", {"rare": rare, "keys": wanted, "most": _NAMES})
    return rows or _loosely(meaning, counts)


def _with_all(keys: Sequence[int], counts: dict[int, int]) -> list[sql.Row]:
    wanted = list(keys)
    if min(counts[key] for key in keys) > _COMMON:
        return sql.rows(
            _PACKAGE, "find_common_keys", {"keys": wanted, "among": _AMONG, "most": _NAMES}
        )
    return sql.rows(_PACKAGE, "find_all_keys", {"keys": wanted, "most": _NAMES})


def _loosely(meaning: Meaning, counts: dict[int, int]) -> list[sql.Row]:
    """No neighbours fit: items that have the rarest two of the single syllables."""
    known = sorted((key for key in meaning.loose if counts.get(key)), key=lambda key: counts[key])
    return _with_all(known[:2], counts) if len(known) > 1 else []


_memory: dict[str, object] = {}


def synonyms() -> dict[str, list[str]]:
    """Words and what they stand for, read again every half minute."""
    now = time.monotonic()
    held = _memory.get("synonyms")
    if isinstance(held, tuple) and held[0] > now:
        return dict(held[1])
    found: dict[str, list[str]] = {}
    for word, other in Synonym.objects.order_by("word", "pk").values_list("word", "stands_for"):
        found.setdefault(word, []).append(other)
    _memory["synonyms"] = (now + _REMEMBERED_SECONDS, found)
    return found


def forget() -> None:
    """Drop what is remembered: after synonyms changed, and between tests."""
    _memory.clear()


def measure(texts: Iterable[str]) -> list[float]:
    """Milliseconds each text took, sorted: what `./yimen bench` and the tests look at."""
    taken = []
    for text in texts:
        began = time.perf_counter()
        search(text)
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)
