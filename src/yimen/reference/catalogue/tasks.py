"""What the catalogue does in the background."""

from procrastinate.contrib.django import app

from yimen.reference.catalogue.actions import runs


@app.task(name=runs.TASK, queue="imports")
def carry_out(run_id: int) -> None:
    """Import a file that was handed in. Harmless to repeat: it is read once."""
    runs.carry_out(run_id)
