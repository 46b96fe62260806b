"""HTTPS inside an office: a certificate signed by this installation's own local authority.

The authority's key never leaves `authority/` in the data folder, and its certificate allows it to vouch only
for private addresses and for the names of this computer: a stolen key opens no bank.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from obih.site.sentences import CommandProblem

AUTHORITY_YEARS = 10
LEAF_DAYS = 390  # browsers refuse more than 398
RENEW_BEFORE_DAYS = 45
PRIVATE_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Certificate:
    """What the web server shows, and the names it may be called by."""

    name: str
    hosts: tuple[str, ...]
    chain_file: Path
    key_file: Path
    valid_until: dt.datetime
    authority_file: Path | None = None
    authority_fingerprint: str = ""


def certificate(data_dir: Path, given: Path | None = None, given_key: Path | None = None) -> Certificate:
    """The given certificate, or one from the local authority, made or renewed when needed."""
    folder = data_dir / "authority"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if given is not None:
        if given_key is None:
            raise CommandProblem("Разом із --cert вкажіть --key: файл ключа до сертифіката.")
        return _given(folder, given, given_key)
    authority, authority_key = _authority(folder)
    leaf, leaf_key = folder / "server.crt", folder / "server.key"
    names = [name for name in local_names() if _may_vouch(authority, name)]
    if not _still_good(leaf, leaf_key, names, authority):
        _issue(leaf, leaf_key, names, authority, authority_key)
    made = x509.load_pem_x509_certificates(leaf.read_bytes())[0]
    return Certificate(
        name=_best_name(names), hosts=tuple(names), chain_file=leaf, key_file=leaf_key,
        valid_until=made.not_valid_after_utc, authority_file=folder / "authority.crt",
        authority_fingerprint=fingerprint(authority),
    )  # fmt: skip


def local_names() -> list[str]:
    """How this computer can be called from its own network: addresses, names, localhost."""
    host = socket.gethostname().split(".")[0].lower()
    names = [str(address) for address in _addresses()]
    if re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", host):
        names += [host, f"{host}.local"]
    return [*dict.fromkeys([*names, "localhost", "127.0.0.1"])]


def fingerprint(made: x509.Certificate) -> str:
    """The SHA-256 print that a person compares on the phone's screen: its first eight bytes."""
    return ":".join(f"{byte:02X}" for byte in made.fingerprint(hashes.SHA256())[:8])


def _addresses() -> list[Address]:
    """Private IPv4 addresses of this computer, from the kernel's own routing table."""
    try:
        trie = Path("/proc/net/fib_trie").read_text(encoding="ascii")
    except OSError:
        return []
    found = re.findall(r"\|-- (\d+\.\d+\.\d+\.\d+)\n\s+/32 host LOCAL", trie)
    addresses = {ipaddress.ip_address(text) for text in found}
    return sorted((one for one in addresses if one.is_private and not one.is_loopback), key=str)


def _may_vouch(authority: x509.Certificate, name: str) -> bool:
    """Whether the authority's own constraints allow this name; an address got later may lie outside."""
    permitted = (
        authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or ()
    )
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        domains = [one.value for one in permitted if isinstance(one, x509.DNSName)]
        return any(name == domain or name.endswith(f".{domain}") for domain in domains)
    networks = [ipaddress.ip_network(str(one.value)) for one in permitted if isinstance(one, x509.IPAddress)]
    return any(address in network for network in networks)


def _best_name(names: list[str]) -> str:
    return names[0]


def _authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    file, key_file = folder / "authority.crt", folder / "authority.key"
    if file.exists() and key_file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return x509.load_pem_x509_certificate(file.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    host = socket.gethostname().split(".")[0].lower()
    name = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Обіг"),
        x509.NameAttribute(NameOID.COMMON_NAME, f"Обіг: місцевий центр {host}"),
    ])  # fmt: skip
    now = dt.datetime.now(dt.UTC)
    permitted: list[x509.GeneralName] = [
        x509.IPAddress(ipaddress.ip_network(network)) for network in [*PRIVATE_NETWORKS, *_addresses()]
    ]
    permitted += [x509.DNSName(one) for one in (host, "local", "localhost")]
    made = (
        _builder(name, name, key.public_key(), now, dt.timedelta(days=366 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(sign_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_private(key_file, _pkcs8(key))
    _write_private(file, made.public_bytes(serialization.Encoding.PEM))
    return made, key


def _issue(
    leaf: Path,
    leaf_key: Path,
    names: list[str],
    authority: x509.Certificate,
    signer: ec.EllipticCurvePrivateKey,
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _best_name(names))])
    now, life = dt.datetime.now(dt.UTC), dt.timedelta(days=LEAF_DAYS)
    made = (
        _builder(subject, authority.subject, key.public_key(), now, life)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(sign_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    _write_private(leaf_key, _pkcs8(key))
    both = [made.public_bytes(serialization.Encoding.PEM), authority.public_bytes(serialization.Encoding.PEM)]
    _write_private(leaf, b"".join(both))


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    now: dt.datetime,
    life: dt.timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))  # the clocks of old computers run late
        .not_valid_after(now + life)
    )


def _key_usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=sign_certificates, crl_sign=sign_certificates,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _still_good(leaf: Path, leaf_key: Path, names: list[str], authority: x509.Certificate) -> bool:
    if not (leaf.exists() and leaf_key.exists()):
        return False
    made = x509.load_pem_x509_certificates(leaf.read_bytes())[0]
    covered = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    left = made.not_valid_after_utc - dt.datetime.now(dt.UTC)
    return (
        made.issuer == authority.subject
        and left > dt.timedelta(days=RENEW_BEFORE_DAYS)
        and all(_general_name(name) in covered for name in names)
    )


def _given(folder: Path, given: Path, given_key: Path) -> Certificate:
    try:
        made = x509.load_pem_x509_certificates(given.read_bytes())[0]
        key = serialization.load_pem_private_key(given_key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise CommandProblem(f"Не вдалося прочитати сертифікат або ключ: {error}") from error
    public = serialization.PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(serialization.Encoding.DER, public) != made.public_key().public_bytes(
        serialization.Encoding.DER, public
    ):
        raise CommandProblem("Ключ не належить до цього сертифіката. Перевірте файли --cert і --key.")
    if made.not_valid_after_utc < dt.datetime.now(dt.UTC):
        raise CommandProblem(f"Строк сертифіката минув {made.not_valid_after_utc:%d.%m.%Y}.")
    try:
        alternative = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound as error:
        raise CommandProblem(
            "У сертифікаті немає імен (subjectAltName), тож браузери його не приймуть."
        ) from error
    names = [*alternative.get_values_for_type(x509.DNSName)]
    names += [str(address) for address in alternative.get_values_for_type(x509.IPAddress)]
    copy = folder / "given.key"
    _write_private(copy, _pkcs8(key))  # granian reads PKCS#8 only
    hosts = (*(name.removeprefix("*") for name in names), "localhost", "127.0.0.1")
    return Certificate(hosts[0].removeprefix("."), hosts, given.absolute(), copy, made.not_valid_after_utc)


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pkcs8(key: PrivateKeyTypes) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_private(target: Path, content: bytes) -> None:
    fresh = target.with_suffix(".fresh")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        os.fsync(stream.fileno())
    fresh.replace(target)
