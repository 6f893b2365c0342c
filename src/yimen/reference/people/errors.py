"""Refusals about staff, roles, devices and keys."""

from yimen.kernel.errors import DomainError, Kind


class RolesConflict(DomainError):
    """One person may not hold both roles. Facts: `role`, `held`."""

    code = "people.roles_conflict"
    kind = Kind.CONFLICT


class BadEnrolmentCode(DomainError):
    """The code is unknown, used, or expired; which, is not said."""

    code = "people.bad_enrolment_code"


class KeyRefused(DomainError):
    """The access key is unknown, revoked or expired."""

    code = "people.key_refused"
    kind = Kind.FORBIDDEN


class StaffNotFound(DomainError):
    code = "people.staff_not_found"
    kind = Kind.NOT_FOUND


class DeviceNotFound(DomainError):
    code = "people.device_not_found"
    kind = Kind.NOT_FOUND


class DeviceNeedsWindow(DomainError):
    """A window screen belongs to one window; none was named. Facts: `name`."""

    code = "people.device_needs_window"


class TooManyKeys(DomainError):
    """As many own keys as one person may have work already. Facts: `limit`."""

    code = "people.too_many_keys"
    kind = Kind.CONFLICT


class StaffNumberTaken(DomainError):
    """A colleague has this staff number. Facts: `username`."""

    code = "people.staff_number_taken"
    kind = Kind.CONFLICT


class CitizenNotFound(DomainError):
    code = "people.citizen_not_found"
    kind = Kind.NOT_FOUND


class CitizenNameNeeded(DomainError):
    """A person is known by number and name; no name was given."""

    code = "people.citizen_name_needed"


class CodeTooSoon(DomainError):
    """A code was sent a moment ago. Facts: `seconds`, until the next one may be asked for."""

    code = "people.code_too_soon"
    kind = Kind.CONFLICT


class TooManyCodes(DomainError):
    """As many codes as an hour allows were sent for this number or phone. Facts: `until`."""

    code = "people.too_many_codes"
    kind = Kind.CONFLICT


class BadLogInCode(DomainError):
    """The code is wrong, used, too old, or was tried too often; which, is not said."""

    code = "people.bad_log_in_code"


class LevelNeeded(DomainError):
    """The house must be surer who this is. Facts: `level`."""

    code = "people.level_needed"
    kind = Kind.FORBIDDEN
