"""Samples of signatures that hold, in every form, algorithm and level."""

from __future__ import annotations

import base64
from collections.abc import Callable

from obih.signatures.testpki import cades, cast, evidence, longterm, revocation
from obih.signatures.testpki.cades import Info, cms, signer_info, stamped
from obih.signatures.testpki.cast import EC_TSA, HALYNA, IHOR, LETTER, TSA
from obih.signatures.testpki.sample import Sample
from obih.signatures.testpki.signatory import Signatory

WITHOUT_SERVICES = "trust-no-services"
"""Roots, authorities and their lists, but no certificates of TSA and OCSP."""
ROOTS_ONLY = "trust-roots"
"""Roots and nothing else: what a signature keeps must do."""


def file(info: Info, *who: Signatory, content: bytes = LETTER) -> bytes:
    """An attached file of one signature."""
    return cms([info], content, who)


def with_stamp(who: Signatory, tsa: Signatory = TSA, content: bytes = LETTER) -> Info:
    """CAdES-T, and the time of the content as Ukraine wants it (content-time-stamp)."""
    return stamped(signer_info(who, content, extra=[cades.content_stamp(tsa, content)]), tsa)


def with_references(who: Signatory, tsa: Signatory = TSA) -> Info:
    """CAdES-C."""
    return longterm.with_references(with_stamp(who, tsa), evidence.kept(who))


def long(who: Signatory, tsa: Signatory = TSA) -> Info:
    """CAdES-X Long."""
    return longterm.with_values(with_references(who, tsa), evidence.kept(who))


def _long_lean() -> Info:
    kept = evidence.kept(HALYNA)
    info = longterm.with_references(stamped(signer_info(HALYNA, LETTER), TSA), kept)
    return longterm.with_values(info, kept)


def archive(who: Signatory = HALYNA, tsa: Signatory = TSA) -> bytes:
    """CAdES-A, with the answer on the timestamp’s authority beside the certificates."""
    certificates = [who.certificate(), tsa.certificate()]
    answer = revocation.ocsp_response(evidence.good(tsa))
    choices = [cades.other_revocation(answer)]
    info = longterm.archived(long(who, tsa), tsa, LETTER, certificates, choices)
    return cms([info], LETTER, certificates, revocation=choices)


def nested() -> bytes:
    """A signature of a signature: the official’s inside, the seal outside."""
    inner = file(with_stamp(HALYNA), HALYNA)
    return file(with_stamp(cast.SEAL, content=inner), cast.SEAL, content=inner)


def _person(who: Signatory, tsa: Signatory = TSA) -> Callable[[], bytes]:
    return lambda: file(with_stamp(who, tsa), who)


def _unsorted() -> bytes:
    info = signer_info(HALYNA, LETTER)
    return file(cades.signed_over(HALYNA, info.signed[::-1], sort=False), HALYNA)


def _several() -> bytes:
    return cms(
        [with_stamp(IHOR), with_stamp(HALYNA), with_stamp(cast.SEAL)], LETTER, [IHOR, HALYNA, cast.SEAL]
    )


SAMPLES = (
    Sample("bes-attached.p7s", "CAdES-BES, документ усередині", lambda: cades.signed_file(HALYNA, LETTER)),
    Sample(
        "bes-detached.p7s", "CAdES-BES, документ окремо",
        lambda: cades.signed_file(HALYNA, LETTER, attached=False), detached=True,
    ),
    Sample(
        "epes.p7s", "CAdES-EPES: названо політику підпису",
        lambda: file(signer_info(HALYNA, LETTER, extra=[cades.policy()]), HALYNA),
    ),
    Sample("t.p7s", "CAdES-T: позначки часу на вміст і на підпис", _person(HALYNA)),
    Sample(
        "t-detached.p7s", "CAdES-T, документ окремо",
        lambda: cms([with_stamp(HALYNA)], None, [HALYNA]), detached=True,
    ),
    Sample(
        "t-lean.p7s", "CAdES-T з однією позначкою часу; сертифікат її служби є лише в ній",
        lambda: file(stamped(signer_info(HALYNA, LETTER), TSA), HALYNA), trust=WITHOUT_SERVICES,
    ),
    Sample(
        "kupyna-lean.p7s", "те саме з Купиною-256",
        lambda: file(stamped(signer_info(IHOR, LETTER), TSA), IHOR), trust=WITHOUT_SERVICES,
    ),
    Sample(
        "ecdsa-lean.p7s", "те саме з ECDSA P-256",
        lambda: file(stamped(signer_info(cast.EC_HALYNA, LETTER), EC_TSA), cast.EC_HALYNA), trust=WITHOUT_SERVICES,
    ),
    Sample(
        "rsa-pss-lean.p7s", "те саме з RSA-PSS; позначка часу за ДСТУ",
        lambda: file(stamped(signer_info(cast.PSS_HALYNA, LETTER), TSA), cast.PSS_HALYNA), trust=WITHOUT_SERVICES,
    ),
    Sample("c.p7s", "CAdES-C: посилання на сертифікати й відповіді OCSP", lambda: file(with_references(HALYNA), HALYNA)),
    Sample(
        "x-long.p7s", "CAdES-X Long: доказів досить у самому файлі, довіряють лише кореню",
        lambda: file(long(HALYNA), HALYNA, TSA), trust=ROOTS_ONLY,
    ),
    Sample(
        "x-long-lean.p7s", "CAdES-X Long з однією позначкою часу; кожен сертифікат у файлі один раз",
        lambda: file(_long_lean(), HALYNA), trust=ROOTS_ONLY,
    ),
    Sample("a.p7s", "CAdES-A: архівна позначка часу над усім", archive, trust=ROOTS_ONLY),
    Sample("kupyna.p7s", "ДСТУ 4145 із Купиною-256", _person(IHOR)),
    Sample("m431.p7s", "ДСТУ 4145 на кривій M431", _person(cast.M431_PERSON)),
    Sample("normal-basis.p7s", "ДСТУ 4145 в оптимальному нормальному базисі", _person(cast.NORMAL)),
    Sample("big-endian.p7s", "ДСТУ 4145 зі зворотним порядком байтів", _person(cast.BIG_ENDIAN)),
    Sample("ecdsa-p256.p7s", "ECDSA P-256", _person(cast.EC_HALYNA, EC_TSA)),
    Sample("ecdsa-p384-seal.p7s", "печатка ECDSA P-384", _person(cast.EC_SEAL, EC_TSA)),
    Sample(
        "ecdsa-x-long.p7s", "CAdES-X Long з ECDSA",
        lambda: file(long(cast.EC_HALYNA, EC_TSA), cast.EC_HALYNA, EC_TSA), trust=ROOTS_ONLY,
    ),
    Sample("rsa.p7s", "RSA PKCS#1 v1.5", _person(cast.RSA_HALYNA)),
    Sample("rsa-pss.p7s", "RSA-PSS", _person(cast.PSS_HALYNA)),
    Sample("seal.p7s", "кваліфікована печатка установи", _person(cast.SEAL)),
    Sample("seal-without-device.p7s", "удосконалена печатка: без QcSSCD", _person(cast.SEAL_WITHOUT_DEVICE)),
    Sample("without-device.p7s", "УЕП на кваліфікованому сертифікаті: ключ у файлі", _person(cast.LIUDMYLA)),
    Sample("not-qualified.p7s", "звичайний сертифікат, не кваліфікований", _person(cast.PLAIN)),
    Sample("several.p7s", "троє підписувачів поруч", _several),
    Sample(
        "countersigned.p7s", "підпис, засвідчений підписом голови",
        lambda: file(cades.countersigned(with_stamp(HALYNA), IHOR), HALYNA, IHOR),
    ),
    Sample("nested.p7s", "підпис у підписі: печатка поверх підпису посадової особи", nested),
    Sample("base64.p7s", "текст base64", lambda: base64.encodebytes(cades.signed_file(HALYNA, LETTER))),
    Sample(
        "key-identifier.p7s", "підписувача названо ідентифікатором ключа",
        lambda: file(signer_info(HALYNA, LETTER, by_key_identifier=True), HALYNA),
    ),
    Sample("unsorted.p7s", "атрибути не за порядком DER", _unsorted),
    Sample(
        "revoked-after.p7s", "сертифікат скасовано після підпису, який доведено позначкою часу",
        _person(cast.NATALIIA),
    ),
    Sample("released.p7s", "блокування знято: так каже зміна до списку (delta)", lambda: cades.signed_file(cast.ROMAN, LETTER)),
)  # fmt: skip
