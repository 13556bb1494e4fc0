"""Certificates for services on loopback: good ones and each way of being bad."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Authority:
    """Signs certificates. `pem` is what a client has to trust."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    pem: Path


def authority(folder: Path, called: str) -> Authority:
    """A new authority, its certificate in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, called)])
    pem = folder / f"{called}.pem"
    pem.write_bytes(_signed(name, name, key, key, "127.0.0.1", 24 * _HOUR, ca=True))
    return Authority(name, key, pem)


def certificate(folder: Path, signer: Authority, host: str = "127.0.0.1", lives: dt.timedelta = 24 * _HOUR) -> Path:
    """A certificate for `host` with its key, in one file; `lives` may be over already."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    path = folder / f"{signer.pem.stem}-{host}-{lives.total_seconds():g}.pem"
    path.write_bytes(_signed(name, signer.name, key, signer.key, host, lives, ca=False) + _private(key))
    return path


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key, in one file."""
    made = authority(folder, "both")
    made.pem.write_bytes(made.pem.read_bytes() + _private(made.key))
    return made.pem


def context(pem: Path) -> ssl.SSLContext:
    """How a server shows this certificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(pem)
    return made


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    host: str,
    lives: dt.timedelta,
    *,
    ca: bool,
) -> bytes:
    now = dt.datetime.now(dt.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    made = (
        x509.CertificateBuilder(
            issuer, subject, key.public_key(), x509.random_serial_number(), now - 48 * _HOUR, now + lives
        )
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(signer, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)
