"""Tables of cases, a module a subject."""

from yimen.services.cases.models.bundles import BundlePart, CaseBundle
from yimen.services.cases.models.cards import Card
from yimen.services.cases.models.cases import Case, CaseEvent, CaseSeries
from yimen.services.cases.models.clocks import Clock, ClockChange, ClockSegment
from yimen.services.cases.models.custody import Count, Paper, PaperMove
from yimen.services.cases.models.handing import GiveBack, HandOut
from yimen.services.cases.models.materials import Material
from yimen.services.cases.models.notices import Notice, NoticeSeries
from yimen.services.cases.models.procedures import ExtensionRequest, SpecialProcedure
from yimen.services.cases.models.steps import Opinion, Step

__all__ = [
    "BundlePart",
    "Card",
    "Case",
    "CaseBundle",
    "CaseEvent",
    "CaseSeries",
    "Clock",
    "ClockChange",
    "ClockSegment",
    "Count",
    "ExtensionRequest",
    "GiveBack",
    "HandOut",
    "Material",
    "Notice",
    "NoticeSeries",
    "Opinion",
    "Paper",
    "PaperMove",
    "SpecialProcedure",
    "Step",
]
