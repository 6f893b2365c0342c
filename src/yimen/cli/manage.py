"""`./yimen manage …`: Django's own commands, with this installation's database."""

import click

from yimen.cli.installation import database


@click.command(
    context_settings={
        "ignore_unknown_options": True,
        "allow_extra_args": True,
        "help_option_names": [],
    },
    help="Django 的管理命令，例如 ./yimen manage migrate。",
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Hand the words to Django."""
    # Django takes most of a second: not for commands that do without.
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    with database():
        execute_from_command_line(["./yimen manage", *words])
