"""Places a member of staff scans for, in every centre they work in, and every place in words."""

from dataclasses import dataclass, replace

from yimen.channels.doorway import typed
from yimen.channels.doorway.wording.custody import PLACES
from yimen.kernel.errors import DomainError
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.centres import queries as centres
from yimen.reference.centres.queries import CentreView
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.errors import (
    PaperElsewhere,
    PaperMoveNotAllowed,
    PaperNotFound,
    ResultPaper,
    RouteNotAllowed,
)
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.rules.custody import (
    HANDS_OUT,
    ROUTES,
    PaperEvent,
    PaperKind,
    PaperState,
    Place,
    PlaceKind,
)
from yimen.services.hall import queries as hall

_DECIDES = (Right.HANDLE, Right.REVIEW, Right.APPROVE)


@dataclass(frozen=True)
class NamedPlace:
    """A place of a centre with its word, and its key in forms and addresses."""

    place: Place
    name: str
    centre_id: int

    @property
    def key(self) -> str:
        return f"{self.place.kind.value}-{self.place.id}-{self.centre_id}"


def centres_of(actor: Actor) -> list[CentreView]:
    """The centres whose papers somebody has to do with."""
    return [each for each in centres.centres() if actor.may(Right.KEEP_PAPER, centre_id=each.id)]


def paper_for(actor: Actor, barcode: str) -> PaperView:
    """The paper with a barcode, of a centre whose papers `actor` has to do with.

    Raises:
        PaperNotFound: there is none.
    """
    view = queries.paper(barcode)
    if not actor.may(Right.KEEP_PAPER, centre_id=view.centre_id):
        raise PaperNotFound
    return view


def places_of(actor: Actor, centre_id: int) -> list[NamedPlace]:
    """Where `actor` may scan: the window they sit at, the rooms, their departments.

    Those of `centre_id` come first; whoever works in several centres is told which one it is.
    """
    known = centres_of(actor)
    found: list[NamedPlace] = []
    for centre in sorted(known, key=lambda each: each.id != centre_id):
        there = _places_in(actor, centre.id)
        if len(known) > 1:
            there = [replace(each, name=f"{each.name} · {centre.name}") for each in there]
        found += there
    return found


def _places_in(actor: Actor, centre_id: int) -> list[NamedPlace]:
    found: list[NamedPlace] = []
    known = {department.id: department.name for department in catalogue.departments()}
    mine = {
        grant.department_id
        for grant in actor.grants
        if grant.department_id is not None
        and grant.centre_id in {None, centre_id}
        and grant.rights & set(_DECIDES)
    }
    for department_id in sorted(mine & set(known)):
        place = Place(PlaceKind.DEPARTMENT, department_id)
        found.append(NamedPlace(place, known[department_id], centre_id))
    if actor.may(Right.KEEP_PAPER, centre_id=centre_id):
        duty = hall.duty_of_staff(actor.id)
        if duty is not None and duty.window_id in hall.window_places(centre_id):
            found.append(named(Place(PlaceKind.WINDOW, duty.window_id), centre_id))
        found.append(named(Place(PlaceKind.MATERIAL_ROOM), centre_id))
    if actor.may(Right.HAND_OUT, centre_id=centre_id):
        found.append(named(Place(PlaceKind.ISSUE_WINDOW), centre_id))
    return found


def in_my_hands(paper: PaperView, mine: list[NamedPlace]) -> NamedPlace:
    """Where an original lies that may be given back: one of `mine`, which hands papers out.

    Raises:
        ResultPaper, PaperMoveNotAllowed, PaperElsewhere, RouteNotAllowed: why it is not.
    """
    if paper.kind is PaperKind.RESULT:
        raise ResultPaper
    if paper.state is not PaperState.HERE:
        raise PaperMoveNotAllowed(paper_state=paper.state.value, event=PaperEvent.HAND_OUT.value)
    here = next(
        (each for each in mine if each.place == paper.place and each.centre_id == paper.centre_id),
        None,
    )
    if here is None:
        raise PaperElsewhere(place=paper.place.kind.value)
    if paper.place.kind not in HANDS_OUT:
        raise RouteNotAllowed(origin=paper.place.kind.value, target=PlaceKind.CITIZEN.value)
    return here


def targets_of(place: Place, centre_id: int) -> list[NamedPlace]:
    """Where papers go from a place; to windows only where somebody sits who can take them over."""
    kinds = ROUTES[place.kind]
    found = [
        named(Place(kind), centre_id)
        for kind in (PlaceKind.MATERIAL_ROOM, PlaceKind.ISSUE_WINDOW)
        if kind in kinds and kind is not place.kind
    ]
    if PlaceKind.DEPARTMENT in kinds:
        found += [
            NamedPlace(Place(PlaceKind.DEPARTMENT, department.id), department.name, centre_id)
            for department in catalogue.departments()
            if Place(PlaceKind.DEPARTMENT, department.id) != place
        ]
    if PlaceKind.WINDOW in kinds:
        found += [
            named(Place(PlaceKind.WINDOW, duty.window_id), centre_id)
            for duty in hall.duties(centre_id)
            if duty.staff_id is not None
        ]
    return found


class PlaceNames:
    """Places in words: 3 号窗口, 材料室, the department's name; asked once for a whole list."""

    def __init__(self) -> None:
        self._windows: dict[int, dict[int, int]] = {}
        self._departments: dict[int, str] | None = None

    def name(self, place: Place, centre_id: int) -> str:
        """A place of a centre in words."""
        word = PLACES[place.kind.value]
        if place.kind is PlaceKind.WINDOW:
            number = self._numbers(centre_id).get(place.id)
            return f"{number} 号窗口" if number is not None else word
        if place.kind is PlaceKind.DEPARTMENT:
            if self._departments is None:
                self._departments = {each.id: each.name for each in catalogue.departments()}
            return self._departments.get(place.id, word)
        return word

    def _numbers(self, centre_id: int) -> dict[int, int]:
        if centre_id not in self._windows:
            known = hall.window_places(centre_id).values()
            self._windows[centre_id] = {window.id: window.number for window in known}
        return self._windows[centre_id]


def named(place: Place, centre_id: int) -> NamedPlace:
    """One place of a centre with its word."""
    return NamedPlace(place, PlaceNames().name(place, centre_id), centre_id)


def read_place(key: str, centre_id: int) -> NamedPlace | None:
    """The place a form names, None for nonsense. Whether one may act there is asked elsewhere."""
    kind, number, *_ = [*key.split("-"), ""]
    place_id = typed.number(number or "0")
    if place_id is None:
        return None
    try:
        return named(Place(PlaceKind(kind), place_id), centre_id)
    except (ValueError, DomainError):
        return None
