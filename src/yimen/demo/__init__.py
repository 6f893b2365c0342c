"""The demonstration city. Everything in it is marked 演示数据."""


def load() -> None:
    """Make the city once; later calls change nothing."""
    from yimen.demo.loading import load_once  # noqa: PLC0415 - models need Django to be set up

    load_once()
