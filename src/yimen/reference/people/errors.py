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


class StaffNumberTaken(DomainError):
    """A colleague has this staff number. Facts: `username`."""

    code = "people.staff_number_taken"
    kind = Kind.CONFLICT
