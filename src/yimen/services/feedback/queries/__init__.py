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
    SecondView,
    StepView,
    clock_of,
    rated_since_answer,
    repair,
    repairs,
    second,
    steps,
    tally_between,
)

__all__ = [
    "InvitationView",
    "RepairView",
    "SecondView",
    "StepView",
    "clock_of",
    "counts_between",
    "invitation",
    "oldest_changed",
    "rated_since_answer",
    "ratings_between",
    "repair",
    "repairs",
    "second",
    "stars_marks",
    "stars_of",
    "steps",
    "tally_between",
]
