"""Signatures: valid for us and for independent programs, broken by every change."""

import asyncio
import io
import os
import subprocess
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from tests.paper.builders import document, program, signature_gap
from yimen.support.paper import authority, pdf
from yimen.support.paper.errors import SealUnusable

BODY = "东莞市市场监督管理局"
PASSWORD = "secret"


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> Path:
    """A home that has no authority yet."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, home=tmp_path / "home")
    return tmp_path / "home"


def operators_seal(
    folder: Path, *, password: str = PASSWORD, ends: timedelta = timedelta(days=9)
) -> Path:
    """A PKCS#12 archive as a real authority would hand it out, of one certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, BODY)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=10))
        .not_valid_after(now + ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "seal.p12"
    secret = BestAvailableEncryption(password.encode())
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"", key, certificate, None, secret))
    return file


def use(settings: Settings, file: Path, password: str) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, seal_p12=str(file), seal_password=password)


def test_an_issued_document_is_signed_as_a_whole_by_the_demo_authority() -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)

    made = pdf.issued(document())

    found = pdf.verify(made.pdf)
    assert found is not None
    assert (found.valid, found.covers_whole, found.demo) == (True, True, True)
    assert "演示" in found.signer
    assert "无法律效力" in found.signer
    assert found.signed_at is not None
    assert before <= found.signed_at <= datetime.now(UTC)
    assert (made.signer, made.demo, made.missing) == (found.signer, True, ())


def test_every_changed_byte_breaks_it() -> None:
    made = pdf.issued(document()).pdf
    gap = signature_gap(made)

    for place in range(100, len(made), len(made) // 40):
        if place in gap:
            continue
        changed = bytearray(made)
        changed[place] ^= 1
        found = pdf.verify(bytes(changed))
        assert found is None or not found.valid, place


def test_what_is_added_later_is_seen() -> None:
    made = pdf.issued(document()).pdf
    with pikepdf.open(io.BytesIO(made)) as opened:
        opened.add_blank_page()
        held = io.BytesIO()
        opened.save(held)

    appended, rewritten = pdf.verify(made + b"\n% more\n"), pdf.verify(held.getvalue())

    assert appended is not None
    assert (appended.valid, appended.covers_whole) == (False, False)
    assert rewritten is None or not rewritten.valid


@pytest.mark.parametrize("given", [b"", b"%PDF-1.4 nothing", b"\x89PNG\r\n"])
def test_what_is_no_signed_document_has_no_signature(given: bytes) -> None:
    assert pdf.verify(given) is None
    assert pdf.verify(pdf.preview(document())) is None


def test_a_signature_of_another_house_is_not_ours(settings: Settings, tmp_path: Path) -> None:
    made = pdf.issued(document()).pdf

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, home=tmp_path / "elsewhere")

    found = pdf.verify(made)
    assert found is not None
    assert (found.valid, found.demo) == (False, False)


def test_an_independent_reader_finds_the_signature_valid(tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(pdf.issued(document()).pdf)

    said = subprocess.run(
        [program("pdfsig"), "-nocert", file], capture_output=True, text=True, check=False
    )

    assert "Signature is Valid" in said.stdout
    assert "Total document signed" in said.stdout
    assert "ETSI.CAdES.detached" in said.stdout


def test_an_independent_library_finds_signature_and_chain_valid(tmp_path: Path) -> None:
    made = pdf.issued(document()).pdf
    with pikepdf.open(io.BytesIO(made)) as opened:
        signature = opened.Root.AcroForm.Fields[0].V
        container = bytes(signature.Contents)
        first, length, second, rest = (int(number) for number in signature.ByteRange)
    (tmp_path / "signature").write_bytes(container)
    (tmp_path / "content").write_bytes(made[first : first + length] + made[second : second + rest])
    root = x509.load_der_x509_certificate(authority.authority().chain[-1])
    (tmp_path / "root").write_bytes(root.public_bytes(Encoding.PEM))

    said = subprocess.run(
        [program("openssl"), "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any",
         "-in", "signature", "-content", "content", "-CAfile", "root", "-out", "/dev/null"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert (said.returncode, "successful" in said.stderr) == (0, True), said.stderr


def test_the_signature_is_where_the_seal_is_drawn_and_allows_no_change() -> None:
    made = pdf.issued(document(materials=30)).pdf

    with pikepdf.open(io.BytesIO(made)) as opened:
        field = opened.Root.AcroForm.Fields[0]
        left, bottom, right, top = (float(edge) for edge in field.Rect)
        holders = [page for page in opened.pages if "/Annots" in page]
        permission = opened.Root.Perms.DocMDP.Reference[0].TransformParams.P
    assert (round(right - left), round(top - bottom)) == (113, 113)
    assert len(holders) == 1
    assert int(permission) == 1


def test_the_demo_authority_is_made_once_and_read_by_its_owner_alone(_home: Path) -> None:
    authority.demo_authority.cache_clear()
    barrier = threading.Barrier(8)
    made: list[bytes] = []

    def ask() -> None:
        barrier.wait()
        made.append(authority.demo_authority.__wrapped__(_home).archive)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    file = _home / "seal.p12"
    assert set(made) == {file.read_bytes()}
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in _home.iterdir()] == ["seal.p12"]


def test_the_demo_root_can_sign_nothing_more(_home: Path) -> None:
    held = authority.demo_authority(_home)

    key, own, others = pkcs12.load_key_and_certificates(held.archive, None)

    assert key is not None
    assert own is not None
    assert key.public_key() == own.public_key()
    assert [one.public_key() == key.public_key() for one in others] == [False]


def test_an_operators_seal_signs_and_is_no_demonstration(
    settings: Settings, tmp_path: Path
) -> None:
    use(settings, operators_seal(tmp_path), "secret")

    made = pdf.issued(document())

    found = pdf.verify(made.pdf)
    assert found is not None
    assert (found.valid, found.demo, found.signer) == (True, False, BODY)


def test_documents_of_the_demonstration_stay_known_when_a_real_seal_comes(
    settings: Settings, tmp_path: Path
) -> None:
    made = pdf.issued(document()).pdf
    use(settings, operators_seal(tmp_path), "secret")

    found = pdf.verify(made)

    assert found is not None
    assert (found.valid, found.demo) == (True, True)


@pytest.mark.parametrize(
    ("password", "ends", "why"),
    [
        ("wrong", timedelta(days=9), "seal_password"),
        ("secret", timedelta(days=-1), "seal_expired"),
    ],
)
def test_a_seal_that_cannot_be_used_is_refused_and_nothing_leaves_unsigned(
    settings: Settings, tmp_path: Path, password: str, ends: timedelta, why: str
) -> None:
    use(settings, operators_seal(tmp_path, ends=ends), password)

    with pytest.raises(SealUnusable) as refused:
        pdf.issued(document())

    assert refused.value.facts == {"why": why}


def test_a_seal_that_is_gone_is_refused(settings: Settings, tmp_path: Path) -> None:
    use(settings, tmp_path / "gone.p12", "")

    with pytest.raises(SealUnusable) as refused:
        pdf.issued(document())

    assert refused.value.facts == {"why": "seal_file"}


def test_a_document_is_signed_and_verified_where_an_event_loop_runs() -> None:
    async def inside() -> bool:
        found = pdf.verify(pdf.issued(document()).pdf)
        return found is not None and found.valid

    assert asyncio.run(inside())


def test_a_renewed_seal_is_taken_up_without_a_restart(settings: Settings, tmp_path: Path) -> None:
    use(settings, operators_seal(tmp_path, ends=timedelta(days=-1)), PASSWORD)
    with pytest.raises(SealUnusable):
        pdf.issued(document())

    file = operators_seal(tmp_path)
    os.utime(file, ns=(1, file.stat().st_mtime_ns + 1))

    assert pdf.issued(document()).signer == BODY
