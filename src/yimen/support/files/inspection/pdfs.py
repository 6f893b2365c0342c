"""A PDF looked through object by object, then written anew by qpdf.

Refused: whatever runs, reaches out or carries more than pages. Dropped in writing: what merely
opens something (web links, the page to show first), who wrote it with which program, old versions
of objects, and every byte outside the objects, before the start, between them and behind the end.

Source: ISO 32000-1:2008, 12.6 (actions), 7.11.4 (embedded files), 12.7.8 (XFA), 13 (multimedia).
"""

import contextlib
import io
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from yimen.support.files.errors import (
    ActionInPdf,
    AttachmentInPdf,
    Broken,
    DynamicForm,
    Encrypted,
    FilesError,
    MediaInPdf,
    ScriptInPdf,
    TooHard,
    TooManyPages,
    TooManyPixels,
)
from yimen.support.files.inspection.verdict import Kept
from yimen.support.files.limits import MEGA, Limits

if TYPE_CHECKING:
    from pikepdf import Pdf

_BY_KEY: Final[Mapping[str, type[FilesError]]] = {
    "/JS": ScriptInPdf,
    "/JavaScript": ScriptInPdf,
    "/EmbeddedFiles": AttachmentInPdf,
    "/EF": AttachmentInPdf,
    "/Collection": AttachmentInPdf,
    "/XFA": DynamicForm,
    "/RichMediaContent": MediaInPdf,
    "/Renditions": MediaInPdf,
}
#: Kinds of actions (`/S`).
_BY_ACTION: Final[Mapping[str, type[FilesError]]] = {
    "/JavaScript": ScriptInPdf,
    "/Launch": ActionInPdf,
    "/SubmitForm": ActionInPdf,
    "/ImportData": ActionInPdf,
    "/GoToR": ActionInPdf,
    "/GoToE": ActionInPdf,
    "/Rendition": MediaInPdf,
    "/Movie": MediaInPdf,
    "/Sound": MediaInPdf,
    "/RichMediaExecute": MediaInPdf,
}
#: Kinds of annotations and drawn objects (`/Subtype`).
_BY_SUBTYPE: Final[Mapping[str, type[FilesError]]] = {
    "/FileAttachment": AttachmentInPdf,
    "/RichMedia": MediaInPdf,
    "/Movie": MediaInPdf,
    "/Sound": MediaInPdf,
    "/Screen": MediaInPdf,
    "/3D": MediaInPdf,
    "/PS": ScriptInPdf,
}
#: What an action hangs on. Of these only jumps inside the document stay.
_SLOTS: Final = ("/A", "/PA")
_DROPPED: Final = ("/AA", "/OpenAction", "/Metadata", "/PieceInfo", "/SpiderInfo", "/Perms")
#: A page's drawing instructions unpack to so many bytes all together, and no more.
_MOST_UNPACKED: Final = 400 * MEGA
_STEP: Final = 1 << 16
_PACKERS: Final = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode"})


def rewritten(content: bytes, limits: Limits) -> Kept:
    """The document written anew.

    Raises:
        FilesError: why it may not stay.
        pikepdf.PdfError: damaged beyond repair.
    """
    import pikepdf  # noqa: PLC0415 - heavy, and only in the inspector
    from pikepdf import settings  # noqa: PLC0415

    settings.set_qpdf_limits(
        parser_max_nesting=100, doc_max_warnings=1000, flate_max_memory=_MOST_UNPACKED
    )
    try:
        pdf = pikepdf.open(io.BytesIO(content), inherit_page_attributes=False)
    except pikepdf.PasswordError:
        raise Encrypted from None
    except pikepdf.PdfError:
        if b"/Encrypt" in content[-8192:]:  # locked for the holders of certificates
            raise Encrypted from None
        raise
    with pdf:
        pages = _count(pdf, limits)
        was_signed = _look_through(pdf, limits)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            encryption=False,
            deterministic_id=True,
        )
    return Kept(out.getvalue(), "application/pdf", pages=pages, was_signed=was_signed)


def _count(pdf: "Pdf", limits: Limits) -> int:
    from pikepdf import Dictionary  # noqa: PLC0415

    tree = pdf.Root.get("/Pages")
    promised = tree.get("/Count", 0) if isinstance(tree, Dictionary) else 0
    found = (
        promised if isinstance(promised, int) and promised > limits.max_pages else len(pdf.pages)
    )
    if found > limits.max_pages:
        raise TooManyPages(limit=limits.max_pages)
    if not found:
        raise Broken
    return found


def _look_through(pdf: "Pdf", limits: Limits) -> bool:
    """Every object the file has, drawn or not. Whether one of them was a signature."""
    from pikepdf import Stream  # noqa: PLC0415

    budget = _MOST_UNPACKED
    was_signed = False
    for found in _dictionaries(pdf):
        _demand_harmless(found)
        if isinstance(found, Stream):
            _demand_small(found, limits)
            budget -= _unpacked(found, budget)
        _drop_actions(found)
        was_signed |= _drop_signature(found)
    return was_signed


def _dictionaries(pdf: "Pdf") -> Iterator[Any]:
    """Each dictionary and stream, those inside others too; without following references."""
    from pikepdf import Array, Dictionary, Object, Stream  # noqa: PLC0415

    for whole in pdf.objects:
        inner: list[Any] = [whole]
        while inner:
            found = inner.pop()
            if isinstance(found, Dictionary | Stream):
                parts = [found[key] for key in list(found.keys())]
                yield found
            elif isinstance(found, Array):
                parts = list(found)
            else:
                continue
            inner += [part for part in parts if isinstance(part, Object) and not part.is_indirect]


def _demand_harmless(found: Any) -> None:  # noqa: ANN401 - a dictionary of pikepdf
    for key in found.keys():  # noqa: SIM118 - not a mapping
        if key in _BY_KEY:
            raise _BY_KEY[key]
    for key, refused in (("/S", _BY_ACTION), ("/Subtype", _BY_SUBTYPE)):
        said = str(found[key]) if key in found else ""
        if said in refused:
            raise refused[said]


def _demand_small(stream: Any, limits: Limits) -> None:  # noqa: ANN401 - a stream of pikepdf
    if "/F" in stream:  # its content is said to lie in another file
        raise ActionInPdf
    if str(stream.get("/Subtype", "")) != "/Image":
        return
    width, height = stream.get("/Width", 0), stream.get("/Height", 0)
    if not isinstance(width, int) or not isinstance(height, int):
        raise Broken
    if width * height > limits.max_pixels * 4:  # scanners write an A3 page at 600 dpi
        raise TooManyPixels(limit_megapixels=limits.max_pixels // MEGA * 4)


def _unpacked(stream: Any, budget: int) -> int:  # noqa: ANN401 - a stream of pikepdf
    """How many bytes it unpacks to.

    Raises:
        TooHard: more than is left of the budget, or packed twice over.
    """
    filters = _filters(stream)
    if sum(name in _PACKERS for name in filters) > 1:
        raise TooHard
    if filters[:1] != ["/FlateDecode"]:
        return 0
    packed = bytes(stream.read_raw_bytes())
    unpacker = zlib.decompressobj()
    size = 0
    with contextlib.suppress(zlib.error):  # damaged: a reader draws it as far as it goes
        for start in range(0, len(packed), _STEP):
            part = packed[start : start + _STEP]
            while part and not unpacker.eof:
                size += len(unpacker.decompress(part, _STEP))
                part = unpacker.unconsumed_tail
                if size > budget:
                    raise TooHard
    return size


def _filters(stream: Any) -> list[str]:  # noqa: ANN401 - a stream of pikepdf
    from pikepdf import Array  # noqa: PLC0415

    said = stream.get("/Filter")
    if isinstance(said, Array):
        return [str(name) for name in said]
    return [] if said is None else [str(said)]


def _drop_actions(found: Any) -> None:  # noqa: ANN401 - a dictionary of pikepdf
    from pikepdf import Dictionary  # noqa: PLC0415

    for key in _DROPPED:
        if key in found:
            del found[key]
    for key in _SLOTS:
        action = found.get(key)
        if isinstance(action, Dictionary) and str(action.get("/S", "")) != "/GoTo":
            del found[key]
    if str(found.get("/S", "")) == "/GoTo" and "/Next" in found:
        del found["/Next"]


def _drop_signature(found: Any) -> bool:  # noqa: ANN401 - a dictionary of pikepdf
    """A signature over other bytes would only be reported as broken. Its picture stays."""
    if str(found.get("/FT", "")) != "/Sig" or "/V" not in found:
        return False
    del found["/V"]
    return True
