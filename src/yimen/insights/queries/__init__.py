"""Questions about figures: sums by any part of a period, single services, imported files."""

from yimen.insights.queries.sums import (
    Part,
    cells,
    cells_by,
    figures,
    span_of_history,
)

__all__ = ["Part", "cells", "cells_by", "figures", "span_of_history"]
