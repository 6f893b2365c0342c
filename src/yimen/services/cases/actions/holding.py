"""A case held still while something is decided about it elsewhere."""

from yimen.services.cases.actions import moves
from yimen.services.cases.queries.views import CaseView, as_view


def hold(case_id: int) -> CaseView:
    """The case as it is; nothing happens to it until the caller's transaction ends.

    Raises:
        CaseNotFound: no such case.
    """
    return as_view(moves.locked(case_id))
