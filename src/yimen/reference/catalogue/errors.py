"""Refusals about items, their versions, files and packages."""

from yimen.kernel.errors import DomainError, Kind


class ItemNotFound(DomainError):
    """No item, or no version of it, answers to this code. Facts: `item`."""

    code = "catalogue.item_not_found"
    kind = Kind.NOT_FOUND


class ItemNotOffered(DomainError):
    """The item is paused, withdrawn, or not yet published. Facts: `item`, `version_state`."""

    code = "catalogue.item_not_offered"
    kind = Kind.CONFLICT


class MoveNotAllowed(DomainError):
    """The version's state has no such move. Facts: `version_state`, `move`."""

    code = "catalogue.move_not_allowed"
    kind = Kind.CONFLICT


class OpenDraft(DomainError):
    """The item has a draft already. Facts: `item`."""

    code = "catalogue.open_draft"
    kind = Kind.CONFLICT


class StaleDraft(DomainError):
    """Another version was published after the draft was begun. Facts: `item`."""

    code = "catalogue.stale_draft"
    kind = Kind.CONFLICT


class SamePerson(DomainError):
    """Who made a version does not review it."""

    code = "catalogue.same_person"
    kind = Kind.FORBIDDEN


class BadContent(DomainError):
    """A part of an item is not as it must be. Facts: `path`, `needs`."""

    code = "catalogue.bad_content"


class BadField(DomainError):
    """A national field holds a value it cannot have. Facts: `field`, `flaw`."""

    code = "catalogue.bad_field"


class BadAnswer(DomainError):
    """An answer that the item does not offer. Facts: `question`."""

    code = "catalogue.bad_answer"


class UnreadableFile(DomainError):
    """The file cannot be read as a table. Facts: `why`."""

    code = "catalogue.unreadable_file"


class UnknownHeader(DomainError):
    """Line 1 holds none of the known column names. Facts: `found`."""

    code = "catalogue.unknown_header"


class ColumnMissing(DomainError):
    """Columns without which no item can be made. Facts: `columns`."""

    code = "catalogue.column_missing"


class ColumnTwice(DomainError):
    """Two columns mean the same field. Facts: `columns`."""

    code = "catalogue.column_twice"


class ImportRunning(DomainError):
    """Another import is going on; one at a time."""

    code = "catalogue.import_running"
    kind = Kind.CONFLICT


class RunNotFound(DomainError):
    """No such file was handed in, or it was forgotten since."""

    code = "catalogue.run_not_found"
    kind = Kind.NOT_FOUND


class BadPackage(DomainError):
    """Not an item package, or damaged. Facts: `why`."""

    code = "catalogue.bad_package"


class BundleNotFound(DomainError):
    """No bundle answers to this code. Facts: `bundle`."""

    code = "catalogue.bundle_not_found"
    kind = Kind.NOT_FOUND


class BundleNotOffered(DomainError):
    """The bundle is not offered now, or no longer fits its items. Facts: `bundle`."""

    code = "catalogue.bundle_not_offered"
    kind = Kind.CONFLICT


class BadBundle(DomainError):
    """It does not fit its items. Facts: `bundle_fault`, `part`, `about` of the first, `count`."""

    code = "catalogue.bad_bundle"
