"""What a clerk looks at a case for: whoever is served at the window now."""

from typing import Any, Final

from django.utils import timezone

from yimen.channels.desk.seat import Seat
from yimen.channels.doorway.schema_forms import form_filled, schema_form
from yimen.services.cases.actions.attending import Occasion
from yimen.services.cases.actions.viewing import Plain
from yimen.services.hall import queries as hall
from yimen.services.hall.rules.states import State as TicketState

#: Where somebody opens a file without a reason.
SAY_WHY: Final = (
    "这个办件的号码现在不在本窗口办理。请先在“完整信息已隐藏”里写明查看理由，再打开文件。"
)


def occasion(seat: Seat) -> Occasion:
    """Of this moment; who was only called is not served yet."""
    present = hall.at_window(seat.window.id)
    is_served = present is not None and present.state is TicketState.SERVING
    return Occasion(
        window_id=seat.window.id,
        ticket_id=present.id if present else None,
        reason=f"窗口办理 {present.number}" if present and is_served else "",
        since=timezone.localtime(seat.at).replace(hour=0, minute=0, second=0, microsecond=0),
    )


def drawn_form(
    plain: Plain | None,
    schema: Any,  # noqa: ANN401  JSON
    ui: Any,  # noqa: ANN401  JSON
    *,
    filled: bool,
) -> dict[str, Any]:
    """The form as it was filled in; nothing of it where it may not be seen."""
    if plain is not None:
        return form_filled(plain, schema, ui)
    return {"fields": schema_form(schema, ui), "filled": filled, "hidden": True}
