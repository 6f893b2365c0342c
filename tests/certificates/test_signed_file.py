"""A certificate as a file: sealed, signed, the same bytes ever after, and its holder's alone."""

import io
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from pytest_django import Settings

from tests.builders import OTHER_CITIZEN, at
from tests.certificates.test_certificates import AUTHORITY, DAY, HOLDER, issued
from tests.paper.builders import program
from yimen.kernel import printed_codes
from yimen.kernel.documents import Rows
from yimen.reference.people.rules import HOUSE
from yimen.services.certificates import actions, queries
from yimen.services.certificates.errors import CertificateLost, CertificateNotFound, NotInForce
from yimen.services.certificates.rules.paper import Said, compose
from yimen.services.certificates.rules.states import Change
from yimen.support.paper import pdf, shelf
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, home=tmp_path / "home")
    settings.MEDIA_ROOT = str(tmp_path / "media")


def said() -> Said:
    return Said(
        name="居住证",
        number="001001",
        identifier="1.2.156.3005.2",
        version=1,
        holder=("演示张三", "441900199003070016"),
        authority=AUTHORITY,
        issued_on=DAY,
        valid_from=DAY,
        until=None,
        address="http://localhost/v/ABCD",
        code="ABCD",
    )


def rows(about: Said) -> dict[str, str]:
    """The names and values that stand on it."""
    (table,) = [part for part in compose(about).parts if isinstance(part, Rows)]
    return dict(table.rows)


def ran(name: str, *arguments: str) -> str:
    """What an installed program says."""
    command = [program(name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_it_says_whose_it_is_and_until_when() -> None:
    endless, ending = rows(said()), rows(replace(said(), until=DAY + timedelta(days=30)))

    assert (endless["持证人"], endless["证件号码"]) == ("演示张三", "441900199003070016")
    assert endless["有效期"] == "2019年11月5日起，长期"
    assert ending["有效期"] == "2019年11月5日至2019年12月5日"
    assert "版本" not in endless


def test_one_made_anew_says_that_it_took_the_place_of_others() -> None:
    assert rows(replace(said(), version=2))["版本"] == "第 2 版，此前各版失效"


def test_it_is_sealed_signed_and_leads_to_its_verification() -> None:
    made = issued()
    document = compose(said())

    content = actions.signed_file(made.id, holder_index=HOLDER, at=at(1))

    found = pdf.verify(content)
    assert found is not None
    assert (found.valid, found.covers_whole, found.demo) == (True, True, True)
    assert document.seal is not None
    assert document.check is not None
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert made.number in str(opened.docinfo["/Subject"])


def test_an_independent_program_finds_the_signature_good(tmp_path: Path) -> None:
    made = issued()
    file = tmp_path / "certificate.pdf"
    file.write_bytes(actions.signed_file(made.id, holder_index=HOLDER, at=at(1)))

    said_of_it = ran("pdfsig", "-nocert", str(file))
    text = ran("pdftotext", str(file), "-")

    assert "Signature is Valid" in said_of_it
    assert "Total document signed" in said_of_it
    assert printed_codes.shown(made.code) in text


def test_asked_again_it_is_the_same_file() -> None:
    made = issued()

    first = actions.signed_file(made.id, holder_index=HOLDER, at=at(1))

    assert actions.signed_file(made.id, holder_index=HOLDER, at=at(500)) == first


def test_nobody_else_gets_it_and_nobody_what_is_over() -> None:
    made = issued()

    with pytest.raises(CertificateNotFound):
        actions.signed_file(made.id, holder_index=blind_index(OTHER_CITIZEN), at=at(1))
    actions.change(made.id, Change.REVOKE, reason="骗取", by=HOUSE, at=at(2))
    with pytest.raises(NotInForce):
        actions.signed_file(made.id, holder_index=HOLDER, at=at(3))


def test_one_made_anew_has_a_file_of_its_own() -> None:
    old = issued()
    first = actions.signed_file(old.id, holder_index=HOLDER, at=at(1))
    new = actions.reissue(old.id, reason="污损", by=HOUSE, at=at(2))

    second = actions.signed_file(new.id, holder_index=HOLDER, at=at(3))

    assert first != second
    assert queries.wallet(HOLDER) == [new]


def test_a_kept_file_that_nobody_signed_is_not_given_out() -> None:
    made = issued()
    shelf.keep(f"certificates/{made.code[:2]}/{made.code}.pdf", b"%PDF-1.7 something else")

    with pytest.raises(CertificateLost):
        actions.signed_file(made.id, holder_index=HOLDER, at=at(1))
