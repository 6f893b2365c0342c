"""Refusals about places."""

from yimen.kernel.errors import DomainError, Kind


class CentreNotFound(DomainError):
    code = "centres.centre_not_found"
    kind = Kind.NOT_FOUND


class WindowNotFound(DomainError):
    code = "centres.window_not_found"
    kind = Kind.NOT_FOUND


class BadHours(DomainError):
    """Hours that end before they begin, or overlap. Facts: `weekday`."""

    code = "centres.bad_hours"


class BadCalendarChange(DomainError):
    """A day that cannot become what is asked. Facts: `day`, `why`.

    `why` is twice, name, make_up_on_weekday, working_on_weekend, notice, nothing or years.
    """

    code = "centres.bad_calendar_change"


class CalendarMoved(DomainError):
    """Somebody changed the calendar in the meantime. Facts: `version`, the present one."""

    code = "centres.calendar_moved"
    kind = Kind.CONFLICT


class CalendarVersionNotFound(DomainError):
    """The calendar never had this version. Facts: `version`."""

    code = "centres.calendar_version_not_found"
    kind = Kind.NOT_FOUND


class PlaceNotFound(DomainError):
    """No such place on the plans. Facts: `place`."""

    code = "centres.place_not_found"
    kind = Kind.NOT_FOUND


class NoWay(DomainError):
    """Nothing leads there, or only steps do. Facts: `start`, `goal`, `step_free`."""

    code = "centres.no_way"
    kind = Kind.NOT_FOUND
