"""Who may do what: roles, rights, scope. Checked inside every action, on the object."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Final

from yimen.kernel.errors import NotAllowed
from yimen.reference.people.errors import RolesConflict


class Role(StrEnum):
    """Roles as a hall knows them."""

    GUIDE = "guide"
    CLERK = "clerk"
    HALL_MANAGER = "hall_manager"
    DEPARTMENT_ADMIN = "department_admin"
    SUPERVISOR = "supervisor"
    RATING_OFFICER = "rating_officer"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    RESULT_CLERK = "result_clerk"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


class Right(StrEnum):
    """What an action asks for."""

    ISSUE = "issue"  # give numbers
    LOOK = "look"  # see the line, without personal data
    SERVE = "serve"  # open a window, call, serve, finish there
    CALL_CHOSEN = "call_chosen"  # call a number out of order, with a reason
    WITHDRAW_ANY = "withdraw_any"  # take back anybody's number
    RUN_HALL = "run_hall"  # skills, hours, queues, windows, end of day
    RATE = "rate"  # pass on a citizen's rating from a screen
    READ_RATINGS = "read_ratings"
    HANDLE_RATINGS = "handle_ratings"  # repair bad ratings
    REVIEW_RATINGS = "review_ratings"  # decide appeals and extensions of repairs
    READ_FIGURES = "read_figures"  # statistics down to single services, without persons
    STAFF = "staff"  # staff accounts and their roles
    DEVICES = "devices"  # enrol and revoke devices
    POLICY = "policy"  # dated parameters
    AUDIT = "audit"  # read logs
    EDIT_ITEMS = "edit_items"  # write drafts of items, pause items
    REVIEW_ITEMS = "review_items"  # publish what somebody else wrote; import
    RECEIVE = "receive"  # take in and accept cases at a window
    HANDLE = "handle"  # steps of handlers; asks for supplements, special procedures, extensions
    REVIEW = "review"  # steps of reviewers; special procedures begin and end with their consent
    APPROVE = "approve"  # steps of approvers; extensions; decides on behalf of a department
    HAND_OUT = "hand_out"  # give out results and papers to applicants, parcels and lockers
    KEEP_PAPER = "keep_paper"  # take papers over and pass them on, by scan
    READ_CASES = "read_cases"  # see cases with masked personal data
    VIEW_PERSON = "view_person"  # see personal data in full, with a reason, on record
    ROUTE_CASES = "route_cases"  # steps nobody can do, or that lie with somebody who is away
    SUPERVISE_CASES = "supervise_cases"  # cards and their appeals, urging, void, overdue papers
    RECONCILE = "reconcile"  # compare the day's payments with the gateway's, refund


class DeviceKind(StrEnum):
    """What can be enrolled."""

    TICKET_MACHINE = "ticket_machine"
    BOARD = "board"
    WINDOW_SCREEN = "window_screen"
    SYSTEM = "system"
    #: A member of staff's own key for the API: it may do what they may, in one centre.
    PERSON = "person"


#: How long somebody's own key works before they make another.
OWN_KEY_DAYS: Final = 90
#: Keys one person may have at a time: one for each program they use.
OWN_KEYS: Final = 5

#: What specialists behind the windows may do whatever their step is.
_BACK_OFFICE: Final = (Right.READ_CASES, Right.VIEW_PERSON, Right.KEEP_PAPER)

RIGHTS_OF_ROLE: Final[Mapping[Role, frozenset[Right]]] = {
    Role.GUIDE: frozenset({Right.ISSUE, Right.LOOK, Right.WITHDRAW_ANY}),
    Role.CLERK: frozenset(
        {
            Right.LOOK,
            Right.SERVE,
            Right.RECEIVE,
            Right.KEEP_PAPER,
            Right.READ_CASES,
            Right.VIEW_PERSON,
        }
    ),
    Role.HALL_MANAGER: frozenset(
        {
            Right.ISSUE,
            Right.LOOK,
            Right.SERVE,
            Right.CALL_CHOSEN,
            Right.WITHDRAW_ANY,
            Right.RUN_HALL,
            Right.DEVICES,
            Right.REVIEW_ITEMS,
            Right.READ_FIGURES,
            Right.READ_CASES,
            Right.ROUTE_CASES,
            Right.KEEP_PAPER,
            Right.RECONCILE,
        }
    ),
    Role.DEPARTMENT_ADMIN: frozenset(
        {
            Right.LOOK,
            Right.EDIT_ITEMS,
            Right.READ_FIGURES,
            Right.READ_CASES,
            Right.ROUTE_CASES,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Right.LOOK,
            Right.READ_RATINGS,
            Right.REVIEW_RATINGS,
            Right.READ_FIGURES,
            Right.READ_CASES,
            Right.SUPERVISE_CASES,
        }
    ),
    Role.RATING_OFFICER: frozenset({Right.READ_RATINGS, Right.HANDLE_RATINGS}),
    Role.HANDLER: frozenset({*_BACK_OFFICE, Right.HANDLE}),
    Role.REVIEWER: frozenset({*_BACK_OFFICE, Right.REVIEW}),
    Role.APPROVER: frozenset({*_BACK_OFFICE, Right.APPROVE}),
    Role.RESULT_CLERK: frozenset(
        {
            Right.LOOK,
            Right.SERVE,
            Right.HAND_OUT,
            Right.KEEP_PAPER,
            Right.READ_CASES,
            Right.VIEW_PERSON,
        }
    ),
    Role.SYSTEM_ADMIN: frozenset({Right.STAFF, Right.DEVICES}),
    Role.SECURITY_ADMIN: frozenset({Right.POLICY}),
    Role.AUDIT_ADMIN: frozenset({Right.AUDIT}),
}

#: Roles that may be given for one department alone; the others are of the hall or of the city.
OF_DEPARTMENT: Final = frozenset(
    {Role.DEPARTMENT_ADMIN, Role.HANDLER, Role.REVIEWER, Role.APPROVER}
)

RIGHTS_OF_DEVICE: Final[Mapping[DeviceKind, frozenset[Right]]] = {
    DeviceKind.TICKET_MACHINE: frozenset({Right.ISSUE, Right.LOOK}),
    DeviceKind.BOARD: frozenset({Right.LOOK}),
    DeviceKind.WINDOW_SCREEN: frozenset({Right.LOOK, Right.RATE}),
    DeviceKind.SYSTEM: frozenset(
        {
            Right.ISSUE,
            Right.LOOK,
            Right.SERVE,
            Right.RATE,
            Right.RECEIVE,
            Right.READ_CASES,
        }
    ),
    DeviceKind.PERSON: frozenset(),
}

#: Roles one person may not hold together. Source: the three administrators (三员) of
#: GB/T 22239-2019 level 3; a rated clerk does not handle ratings (好差评 rules).
CONFLICTS: Final = frozenset(
    {
        frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
        frozenset({Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN}),
        frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}),
        frozenset({Role.CLERK, Role.RATING_OFFICER}),
    }
)


@dataclass(frozen=True)
class Grant:
    """A set of rights, everywhere or in one centre, for every department or one."""

    rights: frozenset[Right]
    centre_id: int | None = None
    department_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff, a device, another system, or the house itself.

    Args:
        kind: "staff", "device", "system", "citizen" or "house".
        id: the row behind it; 0 for the house.
        label: what logs show: staff number or device name, never a person's name.
        grants: what it may do and where.
        window_id: a window screen's own window.
        identity: blind index of a person's own identity number, where it is known: nobody decides
            in a matter of their own.
    """

    kind: str
    id: int
    label: str
    grants: tuple[Grant, ...] = field(default=())
    window_id: int | None = None
    identity: bytes = field(default=b"", repr=False)

    def may(
        self, right: Right, *, centre_id: int | None = None, department_id: int | None = None
    ) -> bool:
        """Whether it holds `right` in a centre and for a department (None: any)."""
        return any(
            right in grant.rights
            and _within(centre_id, grant.centre_id)
            and _within(department_id, grant.department_id)
            for grant in self.grants
        )


def _within(asked: int | None, granted: int | None) -> bool:
    return asked is None or granted is None or asked == granted


def within(actor: Actor, centre_id: int) -> Actor:
    """The same actor, in one centre only."""
    grants = tuple(
        replace(grant, centre_id=centre_id)
        for grant in actor.grants
        if grant.centre_id in (None, centre_id)
    )
    return replace(actor, grants=grants)


#: The clockwork: end of day, forecasts.
HOUSE: Final = Actor("house", 0, "house", (Grant(frozenset(Right)),))


def require(
    actor: Actor,
    right: Right,
    *,
    centre_id: int | None = None,
    department_id: int | None = None,
) -> None:
    """Go on only if the actor holds the right there.

    Raises:
        NotAllowed: it does not.
    """
    if not actor.may(right, centre_id=centre_id, department_id=department_id):
        raise NotAllowed(right=right)


def check_roles(held: Iterable[Role], added: Role) -> None:
    """Go on only if `added` may be given to somebody who holds `held`.

    Raises:
        RolesConflict: two of them exclude each other.
    """
    for role in held:
        if frozenset({role, added}) in CONFLICTS:
            raise RolesConflict(role=added, held=role)


class IdKind(StrEnum):
    """Kinds of identity documents, by the codes of GA/T 517."""

    RESIDENT = "111"  # 居民身份证, residence permits of Hong Kong, Macao and Taiwan people
    PASSPORT = "414"
    TAIWAN_PERMIT = "511"
    HONG_KONG_MACAO_PERMIT = "516"
    FOREIGNERS_CARD = "553"
    OTHER = "990"


class Level(IntEnum):
    """How sure the house is who a citizen is. Source: real-name levels of government portals."""

    ACCOUNT = 1
    PHONE = 2  # owns the phone; the name is what they said
    CHECKED = 3  # a window saw the person with their card: own data may be shown
    FACE = 4  # the face was compared: contact data and results may be changed


#: A code lives that long, may be mistyped that often, and is sent that often for one number and
#: to one phone. Source: 短信验证码 practice of banks and government portals.
CODE_LIVES: Final = timedelta(minutes=5)
CODE_TRIES: Final = 5
CODES_AN_HOUR: Final = 5
CODE_PAUSE: Final = timedelta(seconds=60)


def level_reached(held: Level | None, reached: Level) -> Level:
    """What somebody holds afterwards: never less than before."""
    return reached if held is None else max(held, reached)
