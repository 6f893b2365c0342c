"""Reading a JSON document with named complaints: what nobody asks for is refused."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from yimen.reference.catalogue.errors import BadContent

_LONGEST = 4000
_MOST = 500


class Reader:
    """One JSON object and where it stands in the document."""

    def __init__(self, raw: object, path: str) -> None:
        self._path = path
        if raw is None:
            raw = {}
        if not isinstance(raw, Mapping):
            raise BadContent(path=path or ".", needs="object")
        self._raw = raw
        self._asked: set[str] = set()

    def refusal(self, name: str, needs: str) -> BadContent:
        """The complaint about one entry."""
        return BadContent(path=f"{self._path}.{name}".lstrip("."), needs=needs)

    def _get(self, name: str) -> object:
        self._asked.add(name)
        return self._raw.get(name)

    def names(self) -> list[str]:
        """The names of all entries."""
        return [str(name) for name in self._raw]

    def text(self, name: str, default: str | None = None, *, longest: int = _LONGEST) -> str:
        """A text; without a default it must be there and not be blank."""
        found = self._get(name)
        if found is None and default is not None:
            return default
        if not isinstance(found, str) or len(found) > longest or "\x00" in found:
            raise self.refusal(name, f"text of at most {longest}")
        if default is None and not found.strip():
            raise self.refusal(name, "text")
        return found.strip()

    def number(self, name: str, default: int | None, *, most: int) -> int:
        """A whole number from 0; without a default it must be there."""
        found = self._get(name)
        if found is None and default is not None:
            return default
        if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= most:
            raise self.refusal(name, f"whole number 0 to {most}")
        return found

    def flag(self, name: str) -> bool:
        """True or false; absent is false."""
        found = self._get(name)
        if not isinstance(found, bool | None):
            raise self.refusal(name, "true or false")
        return bool(found)

    def choice(self, name: str, known: type[StrEnum], default: StrEnum | None) -> str:
        """One of an enumeration's values."""
        found = self._get(name)
        if found is None and default is not None:
            return default.value
        values = [each.value for each in known]
        if not isinstance(found, str) or found not in values:
            raise self.refusal(name, " | ".join(values))
        return found

    def texts(self, name: str, known: Iterable[str] = ()) -> list[str]:
        """A list of texts, of `known` ones where given; absent is empty."""
        found = self._list(name)
        allowed = list(known)
        for each in found:
            if not isinstance(each, str) or (allowed and each not in allowed):
                raise self.refusal(name, " | ".join(allowed) or "texts")
        return [str(each) for each in found]

    def _list(self, name: str) -> list[object]:
        found = self._get(name)
        if found is None:
            return []
        if not isinstance(found, list) or len(found) > _MOST:
            raise self.refusal(name, f"list of at most {_MOST}")
        return found

    def part(self, name: str) -> "Reader":
        """An object inside; absent is empty."""
        return Reader(self._get(name), f"{self._path}.{name}".lstrip("."))

    def each(self, name: str) -> Iterator["Reader"]:
        """The objects of a list; absent is none."""
        for place, raw in enumerate(self._list(name)):
            yield Reader(raw, f"{self._path}.{name}[{place}]".lstrip("."))

    def document(self, name: str) -> dict[str, object]:
        """Any JSON object, as it is."""
        found = self._get(name)
        if found is None:
            return {}
        if not isinstance(found, Mapping):
            raise self.refusal(name, "object")
        return dict(found)

    def nothing_else(self) -> None:
        """Refuse entries that nobody asked for: a slip of the pen would be lost silently."""
        for name in self._raw:
            if name not in self._asked:
                raise self.refusal(str(name), "no such entry")
