"""Start the command line: `python -m yimen`, which is what the `yimen` script at the root runs."""

from yimen.cli import main

if __name__ == "__main__":
    main()
