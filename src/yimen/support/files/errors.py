"""Refusals of files. Facts are codes and numbers; nothing of a file's content or name."""

from collections.abc import Mapping
from typing import Final

from yimen.kernel.errors import DomainError, Kind


class FilesError(DomainError):
    """Everything that is said no to about a file."""


class Empty(FilesError):
    """Nothing in it."""

    code = "files.empty"


class TooLarge(FilesError):
    """More bytes than allowed. Facts: `limit_mb`."""

    code = "files.too_large"


class KindNotAllowed(FilesError):
    """By its content it is none of the kinds taken. Facts: `found`, see `kinds.Found`."""

    code = "files.kind_not_allowed"


class Broken(FilesError):
    """Its end is missing, or it cannot be read."""

    code = "files.broken"


class TooManyPixels(FilesError):
    """A picture that would fill the memory. Facts: `limit_megapixels`."""

    code = "files.too_many_pixels"


class TooManyPages(FilesError):
    """More pages than allowed. Facts: `limit`."""

    code = "files.too_many_pages"


class TooManyFiles(FilesError):
    """More files than one thing may have. Facts: `limit`."""

    code = "files.too_many_files"


class Encrypted(FilesError):
    """A PDF that opens by password only."""

    code = "files.encrypted"


class ScriptInPdf(FilesError):
    """A PDF with a program inside."""

    code = "files.script_in_pdf"


class ActionInPdf(FilesError):
    """A PDF that starts programs, sends forms or fetches other files."""

    code = "files.action_in_pdf"


class AttachmentInPdf(FilesError):
    """A PDF that carries further files."""

    code = "files.attachment_in_pdf"


class DynamicForm(FilesError):
    """An XFA form: its pages are made by a program when it is opened."""

    code = "files.dynamic_form"


class MediaInPdf(FilesError):
    """A PDF with sound, film or 3D."""

    code = "files.media_in_pdf"


class TooHard(FilesError):
    """The check ran out of memory or time: built to do so, or far from ordinary."""

    code = "files.too_hard"


class Infected(FilesError):
    """The virus scanner knows it."""

    code = "files.infected"


class FileNotFound(FilesError):
    """No such file, or it was taken back."""

    code = "files.not_found"
    kind = Kind.NOT_FOUND


class NotReady(FilesError):
    """Still being checked."""

    code = "files.not_ready"
    kind = Kind.CONFLICT


class Unreadable(FilesError):
    """The row is there, its content cannot be read now: the store is away or was damaged."""

    code = "files.unreadable"
    kind = Kind.UNAVAILABLE


#: Why a file can end as refused, by code.
REASONS: Final[Mapping[str, type[FilesError]]] = {
    reason.code: reason
    for reason in (
        Empty,
        TooLarge,
        KindNotAllowed,
        Broken,
        TooManyPixels,
        TooManyPages,
        Encrypted,
        ScriptInPdf,
        ActionInPdf,
        AttachmentInPdf,
        DynamicForm,
        MediaInPdf,
        TooHard,
        Infected,
    )
}
