"""Refusals carry a stable code and facts, and say no more."""

from yimen.kernel.errors import Busy, DomainError, Kind, NotAllowed


def test_a_refusal_reads_as_its_code_and_facts() -> None:
    refusal = NotAllowed(right="serve", window=3)

    assert refusal.facts == {"right": "serve", "window": 3}
    assert str(refusal) == "not_allowed (right='serve', window=3)"


def test_the_kernels_own_refusals_have_kinds() -> None:
    kinds = [DomainError.kind, NotAllowed.kind, Busy.kind]

    assert kinds == [Kind.INVALID, Kind.FORBIDDEN, Kind.UNAVAILABLE]
