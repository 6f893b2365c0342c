"""Whose key signs: the authority that the operator names, or this home's own demo authority.

The demo authority is made once a home, says in its certificates that it has no legal force, and
keeps no key of its root: nothing else can ever be issued under it.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from yimen.support.paper.errors import SealUnusable

DEMO_ROOT: Final = "一门演示签章机构（演示数据，无法律效力）"
DEMO_SIGNER: Final = "一门演示电子印章（演示数据，无法律效力）"
_FILE: Final = "seal.p12"
_BITS: Final = 2048
_FROM: Final = datetime(2015, 1, 1, tzinfo=UTC)
_UNTIL: Final = datetime(2049, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Authority:
    """A key with its certificates, as a PKCS#12 archive of DER.

    Args:
        archive: the archive.
        password: opens it; None without one.
        signer: whom the certificate names.
        demo: whether it is this home's demo authority.
        chain: all certificates as DER, the signer's first.
        until: when the signer's certificate ends.
    """

    archive: bytes
    password: bytes | None
    signer: str
    demo: bool
    chain: tuple[bytes, ...]
    until: datetime


def authority() -> Authority:
    """Who signs here.

    Raises:
        SealUnusable: the operator's archive cannot be read or opened, or is out of date.
    """
    if settings.ENVIRONMENT.seal_p12:
        return named(Path(settings.ENVIRONMENT.seal_p12), settings.ENVIRONMENT.seal_password)
    return demo_authority(settings.ENVIRONMENT.home)


@cache
def demo_authority(home: Path) -> Authority:
    """The demo authority of this home, made by the first that asks."""
    file = home / _FILE
    if not file.exists():
        _put(file, _made())
    return _opened(file.read_bytes(), None, demo=True)


def named(file: Path, password: str) -> Authority:
    """The operator's authority, read again when its file has changed.

    Raises:
        SealUnusable: the archive cannot be read or opened, or is out of date.
    """
    try:
        held = _read(file, file.stat().st_mtime_ns, password)
    except OSError as refused:
        raise SealUnusable(why="seal_file") from refused
    if held.until < datetime.now(UTC):
        raise SealUnusable(why="seal_expired")
    return held


@lru_cache(maxsize=8)
def _read(file: Path, _changed: int, password: str) -> Authority:
    return _opened(file.read_bytes(), password.encode() or None, demo=False)


def _opened(archive: bytes, password: bytes | None, *, demo: bool) -> Authority:
    try:
        key, own, others = pkcs12.load_key_and_certificates(archive, password)
    except ValueError as refused:
        raise SealUnusable(why="seal_password") from refused
    if key is None or own is None:
        raise SealUnusable(why="seal_key")
    names = own.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    signer = str(names[0].value) if names else own.subject.rfc4514_string()
    chain = tuple(one.public_bytes(Encoding.DER) for one in (own, *others))
    return Authority(archive, password, signer, demo, chain, own.not_valid_after_utc)


def _made() -> bytes:
    """A root and a signer under it; the root's key is forgotten here."""
    root_key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    root = _certificate(DEMO_ROOT, DEMO_ROOT, key=root_key, signed_with=root_key)
    own = _certificate(DEMO_SIGNER, DEMO_ROOT, key=key, signed_with=root_key)
    return pkcs12.serialize_key_and_certificates(b"yimen", key, own, [root], NoEncryption())


def _certificate(
    subject: str, issuer: str, *, key: rsa.RSAPrivateKey, signed_with: rsa.RSAPrivateKey
) -> x509.Certificate:
    is_root = subject == issuer
    usage = dict.fromkeys(
        (
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
            "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    usage |= (
        {"key_cert_sign": True}
        if is_root
        else dict.fromkeys(("digital_signature", "content_commitment"), True)
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_with.public_key()),
            critical=False,
        )
        .sign(signed_with, hashes.SHA256())
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "一门（演示）"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _put(file: Path, content: bytes) -> None:
    """Write a file that only its owner reads. Of two that write at once, the first stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    try:
        draft.write_bytes(content)
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
