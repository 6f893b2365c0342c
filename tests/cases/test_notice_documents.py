"""The page of notices says what the code says."""

from pathlib import Path

from yimen.services.cases.rules.notices.kinds import SPECS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "notices.md"


def test_the_page_lists_every_kind_with_its_word_seal_and_remedies() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]

    assert [[row[0], row[1], row[2], row[3], row[5]] for row in rows] == [
        [
            f"`{kind.value}`",
            spec.title,
            spec.word,
            spec.seal or "–",
            "yes" if spec.remedies else "no",
        ]
        for kind, spec in SPECS.items()
    ]
