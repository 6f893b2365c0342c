"""Random ledgers and calendars for property tests."""

from datetime import date, timedelta

from hypothesis import strategies as st

from yimen.kernel.workdays import Calendar, Kind, Mark, Unit
from yimen.reference.centres.rules.legal import before_prolongation, builtin
from yimen.services.cases.rules.clocks import ClockKind, Extension, Ledger, Stop, StopReason

DAY = timedelta(days=1)
BUILTIN = builtin()
EARLY_2020 = before_prolongation(BUILTIN)

STARTS = st.one_of(
    st.dates(date(2010, 1, 1), date(2026, 3, 1)), st.dates(date(2019, 12, 15), date(2020, 3, 15))
)
KINDS = st.sampled_from(ClockKind)


@st.composite
def calendars(draw: st.DrawFn, start: date) -> Calendar:
    """The built-in calendar, as it was, or with days near a start turned over by a notice."""
    base = draw(st.sampled_from([BUILTIN, EARLY_2020]))
    changes: dict[date, Mark | None] = {}
    for _ in range(draw(st.integers(0, 6))):
        day = start + DAY * draw(st.integers(-5, 90))
        kind = Kind.HOLIDAY if base.works(day) else Kind.MAKE_UP
        changes[day] = Mark(kind, "测试节", "测试通知")
    return base.changed(changes, version=draw(st.integers(1, 9)))


@st.composite
def ledgers(draw: st.DrawFn, start: date, *, open_stop: bool = False) -> Ledger:
    """A clock with up to three stops, one after the other, and at most one extension."""
    stops: list[Stop] = []
    day = start
    for _ in range(draw(st.integers(0, 3))):
        day += DAY * draw(st.integers(0, 40))
        last = day + DAY * draw(st.integers(0, 30))
        stops.append(Stop(day, last, draw(st.sampled_from(StopReason)), "测试依据"))
        day = last
    if open_stop:
        day += DAY * draw(st.integers(0, 40))
        stops.append(Stop(day, None, StopReason.TESTING, "测试依据"))
    extensions = [Extension(start, draw(st.integers(1, 15)))] if draw(st.booleans()) else []
    return Ledger(
        draw(KINDS),
        draw(st.sampled_from(Unit)),
        draw(st.integers(1, 60)),
        start,
        tuple(stops),
        tuple(extensions),
    )


@st.composite
def timed(draw: st.DrawFn, *, open_stop: bool = False) -> tuple[Ledger, Calendar]:
    """A ledger and a calendar that belong together."""
    start = draw(STARTS)
    return draw(ledgers(start, open_stop=open_stop)), draw(calendars(start))
