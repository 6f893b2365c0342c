"""`./yimen explain CASE_NO`: every day of every clock of a case, counted or not, by which law."""

import json

import click

from yimen.cli.opened import opened


@click.command(help="一个办件的每个时限：每一天是否计入、原因和法律依据。")
@click.argument("case_no")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")
def explain(case_no: str, *, as_json: bool) -> None:
    """Print the case's time."""
    with opened():
        # Django is ready only now.
        from yimen.cli.explained import draw, explained, to_json  # noqa: PLC0415

        found = explained(case_no)
        if as_json:
            print(json.dumps(to_json(found), ensure_ascii=False))
        else:
            draw(found)
