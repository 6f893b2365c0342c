"""Importing history, summing days, following the live hall."""

from yimen.insights.actions.importing import Imported, import_history
from yimen.insights.actions.live import catch_up, follow_today
from yimen.insights.actions.summing import sum_days

__all__ = ["Imported", "catch_up", "follow_today", "import_history", "sum_days"]
