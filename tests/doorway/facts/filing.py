"""Facts as filing and handling raise them."""

from yimen.services.cases.rules.states import State, StepState

FACTS: dict[str, list[dict[str, object]]] = {
    "cases.question_open": [{"question": "由谁来办？"}],
    "cases.form_incomplete": [
        {"field": "联系电话", "form_flaw": flaw}
        for flaw in ("missing", "too_long", "too_short", "bad_format", "bad_type", "not_offered")
    ],
    "cases.way_not_offered": [{"material_way": way} for way in ("bring", "held", "post")],
    "cases.materials_missing": [{"materials": "照片", "count": 1}],
    "cases.materials_checking": [{"materials": "照片"}],
    "cases.tolerance_needed": [{"materials": "照片"}],
    "cases.promise_open": [{"materials": "照片"}],
    "cases.not_editable": [{"case_state": state.value} for state in State],
    "cases.four_eyes": [{"did": did} for did in ("accepted", "handled", "reviewed")],
    "cases.query_locked": [{"minutes": 30}],
    "cases.step_taken": [{"step_state": state.value} for state in StepState],
}
