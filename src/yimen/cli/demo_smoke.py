"""Walks one citizen through each door: `python -m yimen.cli.demo_smoke URL`. Exit code 0 or 1."""

import sys

import django

if __name__ == "__main__":
    django.setup()

    from yimen.demo.smoke import walk

    sys.exit(1 if walk(sys.argv[1]) is False else 0)
