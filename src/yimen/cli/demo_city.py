"""Loads the demonstration city in a process of its own: `python -m yimen.cli.demo_city`."""

import django

if __name__ == "__main__":
    django.setup()

    from yimen.demo import load

    load()
