"""Grades, the repair of bad ratings and the rates, decided from values."""

from yimen.services.feedback.rules.grades import (
    COMMENT_LIMIT,
    GRADES,
    REASONS,
    check,
    is_bad,
    lifetime,
)

__all__ = ["COMMENT_LIMIT", "GRADES", "REASONS", "check", "is_bad", "lifetime"]
