"""Questions about ratings and repairs. Nothing here answers the rated clerk."""

from yimen.services.feedback.queries.ratings import (
    InvitationView,
    counts_between,
    invitation,
    oldest_changed,
    ratings_between,
    stars_marks,
    stars_of,
)
from yimen.services.feedback.queries.repairs import (
    RepairView,
    StepView,
    clock_of,
    repair,
    repair_by_token,
    repairs,
    steps,
    tally_between,
)

__all__ = [
    "InvitationView",
    "RepairView",
    "StepView",
    "clock_of",
    "counts_between",
    "invitation",
    "oldest_changed",
    "ratings_between",
    "repair",
    "repair_by_token",
    "repairs",
    "stars_marks",
    "stars_of",
    "steps",
    "tally_between",
]
