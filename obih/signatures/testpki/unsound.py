"""Samples that must not pass, each with a reason of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from obih.signatures.crypto.dstu4145 import KeyProblem, OffCurve, WrongOrder, decoded_key
from obih.signatures.crypto.signer import MESSAGE_DIGEST, SIGNATURE_STAMP
from obih.signatures.testpki import cades, cast, der, evidence, longterm
from obih.signatures.testpki.cades import cms, signer_info, stamped
from obih.signatures.testpki.cast import HALYNA, IHOR, LETTER, TSA
from obih.signatures.testpki.keys import M257, Dstu, written_curve
from obih.signatures.testpki.sample import INDETERMINATE, INVALID, Sample
from obih.signatures.testpki.signatory import NOON, Signatory
from obih.signatures.testpki.sound import ROOTS_ONLY, file, with_references, with_stamp

WITHOUT_LISTS, STALE, FORGED_LIST, FULL_ONLY = (
    "trust-no-lists",
    "trust-stale",
    "trust-forged-list",
    "trust-full-only",
)
HALF = 32
"""Bytes of r, and of s, on M257."""


def _signature(change: Callable[[bytes, bytes], tuple[bytes, bytes]]) -> Callable[[], bytes]:
    """A file whose r and s are changed."""

    def made() -> bytes:
        info = signer_info(HALYNA, LETTER)
        r, s = change(info.signature[:HALF], info.signature[HALF:])
        return file(replace(info, signature=r + s), HALYNA)

    return made


def _number(value: int) -> bytes:
    return value.to_bytes(HALF, "little")


def _spoilt(make: Callable[[], bytes], place: bytes, by: bytes) -> Callable[[], bytes]:
    """A file in which one piece is replaced by another of the same length."""

    def made() -> bytes:
        whole = make()
        assert whole.count(place) == 1 and len(place) == len(by), "one piece, of one length"
        return whole.replace(place, by)

    return made


def _with_key(shown: bytes | None = None, parameters: bytes | None = None) -> Signatory:
    return replace(HALYNA, serial=50, key=Dstu(1050, shown=shown, parameters=parameters))


def off_the_curve() -> bytes:
    """A compressed point whose x lies on no point of M257."""
    return _broken_point(OffCurve)


def outside_the_subgroup() -> bytes:
    """A point of M257 whose order is not n."""
    return _broken_point(WrongOrder)


def _broken_point(kind: type[KeyProblem]) -> bytes:
    for number in range(4, 1000, 2):
        encoded = number.to_bytes(33, "little")
        try:
            decoded_key(M257, encoded)
        except KeyProblem as problem:
            if isinstance(problem, kind):
                return encoded
    raise AssertionError("a few tries are enough")


def _other_curve() -> bytes:
    """M257 written out with another b: a curve made by a stranger."""
    return der.sequence(written_curve(M257, M257.b ^ 2), der.octets(Dstu(1).sbox))


def _two_signers_one_bad() -> bytes:
    bad = signer_info(IHOR, LETTER)
    return cms(
        [signer_info(HALYNA, LETTER), replace(bad, signature=bad.signature[:-1] + b"\1")],
        LETTER,
        [HALYNA, IHOR],
    )


def _stamp_elsewhere() -> bytes:
    other = signer_info(IHOR, LETTER).signature
    info = signer_info(HALYNA, LETTER).with_unsigned(
        cades.attribute(SIGNATURE_STAMP, cades.token(TSA, other))
    )
    return file(info, HALYNA)


def _stamp_false() -> bytes:
    info = signer_info(HALYNA, LETTER)
    token = cades.token(TSA, info.signature)
    spoilt = token[:-3] + bytes([token[-3] ^ 1]) + token[-2:]
    return file(info.with_unsigned(cades.attribute(SIGNATURE_STAMP, spoilt)), HALYNA)


def _by(tsa: Signatory, at: object = NOON) -> Callable[[], bytes]:
    return lambda: file(stamped(signer_info(HALYNA, LETTER), tsa, at), HALYNA)  # type: ignore[arg-type]


def _named(who: Signatory) -> Callable[[], bytes]:
    return lambda: file(with_stamp(who), who)


def _with_authority(who: Signatory) -> Callable[[], bytes]:
    """With the certificate of the issuer, which lies in no trust."""
    return lambda: file(with_stamp(who), who, who.by)


def _keeping(answer: Callable[[Signatory], bytes], *more: Signatory) -> Callable[[], bytes]:
    """CAdES-X Long that keeps this answer of OCSP."""

    def made() -> bytes:
        kept = evidence.kept(HALYNA, answer(HALYNA))
        info = longterm.with_values(longterm.with_references(with_stamp(HALYNA), kept), kept)
        return file(info, HALYNA, TSA, *more)

    return made


def _other_evidence() -> bytes:
    """References to one answer, values of another."""
    info = with_references(HALYNA)
    other = evidence.kept(HALYNA, evidence.unknown(HALYNA))
    return file(longterm.with_values(info, other), HALYNA, TSA)


def _twice() -> bytes:
    extra = cades.attribute(MESSAGE_DIGEST, der.octets(bytes(32)))
    return file(signer_info(HALYNA, LETTER, extra=[extra]), HALYNA)


def _attributes_as_document() -> bytes:
    info = signer_info(HALYNA, LETTER)
    return file(replace(info, signed=()), HALYNA, content=der.tlv(0x31, *info.signed))


def _archive_over_less() -> bytes:
    """An archive timestamp, and after it the document changed under a signature made anew for it."""
    info = longterm.archived(with_stamp(HALYNA), TSA, LETTER + b"!", [HALYNA.certificate()])
    return file(info, HALYNA)


SIGNATURE_SAYS = "Підпис не відповідає"
SAMPLES = (
    Sample(
        "content-changed.p7s", "у документі змінено байт",
        _spoilt(lambda: cades.signed_file(HALYNA, LETTER), LETTER, LETTER[:-1] + b"\xb9"),
        INVALID, "HASH_FAILURE", "Вміст змінено",
    ),
    Sample("r-zero.p7s", "r = 0", _signature(lambda r, s: (bytes(HALF), s)), INVALID, "SIG_CRYPTO_FAILURE", "Число r підпису дорівнює нулю"),
    Sample("s-zero.p7s", "s = 0", _signature(lambda r, s: (r, bytes(HALF))), INVALID, "SIG_CRYPTO_FAILURE", "Число s підпису дорівнює нулю"),
    Sample(
        "r-too-big.p7s", "r ≥ n", _signature(lambda r, s: (_number(M257.n), s)), INVALID, "SIG_CRYPTO_FAILURE", "Число r підпису не менше",
    ),
    Sample(
        "s-too-big.p7s", "s ≥ n", _signature(lambda r, s: (r, _number(M257.n + 1))),
        INVALID, "SIG_CRYPTO_FAILURE", "Число s підпису не менше",
    ),
    Sample(
        "signature-false.p7s", "підпис іншого документа",
        lambda: file(replace(signer_info(HALYNA, LETTER), signature=HALYNA.sign(b"other")), HALYNA),
        INVALID, "SIG_CRYPTO_FAILURE", SIGNATURE_SAYS,
    ),
    Sample(
        "point-off-curve.p7s", "ключ у сертифікаті не є точкою кривої", _named(_with_key(shown=off_the_curve())),
        INVALID, "SIG_CRYPTO_FAILURE", "не є точкою своєї кривої",
    ),
    Sample(
        "point-of-small-order.p7s", "ключ у сертифікаті — точка не тієї підгрупи", _named(_with_key(shown=outside_the_subgroup())),
        INVALID, "SIG_CRYPTO_FAILURE", "підгрупи",
    ),
    Sample(
        "other-curve.p7s", "крива, якої немає у стандарті", _named(_with_key(parameters=_other_curve())),
        INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", "Крива ключа не є жодною",
    ),
    Sample(
        "two-signers-one-bad.p7s", "двоє підписувачів, підпис одного хибний", _two_signers_one_bad,
        INVALID, "SIG_CRYPTO_FAILURE", SIGNATURE_SAYS,
    ),
    Sample(
        "attribute-twice.p7s", "геш документа названо двічі", _twice, INVALID, "FORMAT_FAILURE", "атрибути",
    ),
    Sample(
        "attributes-as-document.p7s", "підписані атрибути видано за документ", _attributes_as_document,
        INVALID, "FORMAT_FAILURE", "атрибути",
    ),
    Sample(
        "signing-certificate-swapped.p7s", "підписувач назвав інший сертифікат",
        lambda: file(signer_info(HALYNA, LETTER, named=IHOR), HALYNA, IHOR),
        INDETERMINATE, "NO_SIGNING_CERTIFICATE_FOUND", "інший сертифікат",
    ),
    Sample(
        "no-certificate.p7s", "сертифіката підписувача немає ні у файлі, ні деінде",
        lambda: file(signer_info(HALYNA, LETTER)), INDETERMINATE, "NO_SIGNING_CERTIFICATE_FOUND", "немає у файлі",
    ),
    Sample(
        "no-document.p7s", "документа відокремленого підпису не подано",
        lambda: cades.signed_file(HALYNA, LETTER, attached=False), INDETERMINATE, "SIGNED_DATA_NOT_FOUND", "не подано",
    ),
    Sample("stamp-elsewhere.p7s", "позначка часу іншого підпису", _stamp_elsewhere, INVALID, "HASH_FAILURE", "інших даних"),
    Sample(
        "content-stamp-elsewhere.p7s", "позначка часу на вміст стосується іншого документа",
        lambda: file(signer_info(HALYNA, LETTER, extra=[cades.content_stamp(TSA, b"other")]), HALYNA),
        INVALID, "HASH_FAILURE", "на вміст стосується іншого",
    ),
    Sample(
        "signed-while-held.p7s", "підписано, поки сертифікат був заблокований; потім блокування знято", _named(cast.ROMAN),
        INDETERMINATE, "TRY_LATER", "заблоковано",
    ),
    Sample(
        "key-too-short.p7s", "крива M173 за нинішньою міркою закоротка", _named(cast.SHORT),
        INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", "закороткий",
    ),
    Sample("stamp-false.p7s", "підпис позначки часу хибний", _stamp_false, INVALID, "SIG_CRYPTO_FAILURE", "позначки часу"),
    Sample(
        "stamp-without-usage.p7s", "позначка часу від того, хто не має такого призначення",
        _by(cast.TSA_WITHOUT_USAGE), INDETERMINATE, "CHAIN_CONSTRAINTS_FAILURE", "не призначено для позначок",
    ),
    Sample(
        "stamp-expired.p7s", "служба позначок, строк сертифіката якої минув до позначки", _by(cast.TSA_EXPIRED),
        INDETERMINATE, "OUT_OF_BOUNDS_NO_POE", "служби позначок часу не був чинний",
    ),
    Sample(
        "stamp-revoked.p7s", "служба позначок, сертифікат якої скасовано", _by(cast.TSA_REVOKED),
        INDETERMINATE, "REVOKED_NO_POE", "служби позначок часу скасовано",
    ),
    Sample(
        "countersignature-bad.p7s", "засвідчення стосується іншого підпису",
        lambda: file(cades.countersigned(with_stamp(HALYNA), IHOR, over=b"other"), HALYNA, IHOR),
        INVALID, "SIG_CRYPTO_FAILURE", "засвідчено",
    ),
    Sample(
        "expired-at-stamp.p7s", "строк сертифіката минув до позначки часу", _named(cast.ANDRII),
        INVALID, "EXPIRED", "минув",
    ),
    Sample(
        "expired-stamped-late.p7s", "позначку часу поставлено, коли строк уже минув",
        lambda: file(stamped(signer_info(cast.ANDRII, LETTER, claimed=NOON - timedelta(days=200)), TSA), cast.ANDRII),
        INDETERMINATE, "OUT_OF_BOUNDS_NO_POE", "Позначку часу на підпис поставлено",
    ),
    Sample(
        "expired-unproven.p7s", "строк минув, позначки часу немає",
        lambda: cades.signed_file(cast.ANDRII, LETTER, claimed=NOON - timedelta(days=200)),
        INDETERMINATE, "OUT_OF_BOUNDS_NO_POE", "не доведено",
    ),
    Sample(
        "not-yet-valid.p7s", "сертифікат ще не був чинний",
        _named(replace(HALYNA, serial=51, not_before=NOON + timedelta(days=1))), INVALID, "NOT_YET_VALID", "ще не був",
    ),
    Sample(
        "revoked-before.p7s", "сертифікат звільненого юриста скасовано до підпису", _named(cast.TARAS),
        INVALID, "REVOKED", "скасовано",
    ),
    Sample(
        "revoked-unproven.p7s", "сертифікат скасовано після підпису, а часу підпису не доведено",
        lambda: cades.signed_file(cast.NATALIIA, LETTER), INDETERMINATE, "REVOKED_NO_POE", "не доведено",
    ),
    Sample(
        "revoked-by-delta.p7s", "сертифікат скасовано: так каже лише зміна до списку (delta)", _named(cast.OLHA),
        INVALID, "REVOKED", "скасовано",
    ),
    Sample(
        "on-hold.p7s", "сертифікат заблоковано, про зняття блокування (delta) не відомо", _named(cast.ROMAN),
        INDETERMINATE, "TRY_LATER", "заблоковано", trust=FULL_ONLY,
    ),
    Sample(
        "no-revocation.p7s", "ніхто не каже, чи сертифікат не скасовано", _named(HALYNA),
        INDETERMINATE, "TRY_LATER", "Немає відомостей", trust=WITHOUT_LISTS,
    ),
    Sample(
        "list-stale.p7s", "список відкликаних застарів", _named(HALYNA),
        INDETERMINATE, "TRY_LATER", "старіші", trust=STALE,
    ),
    Sample(
        "list-forged.p7s", "список відкликаних підписав чужий", _named(HALYNA),
        INDETERMINATE, "TRY_LATER", "Підпис списку", trust=FORGED_LIST,
    ),
    Sample(
        "ocsp-revoked.p7s", "відповідь OCSP: скасовано до підпису", _keeping(evidence.revoked),
        INVALID, "REVOKED", "скасовано", trust=ROOTS_ONLY,
    ),
    Sample(
        "ocsp-unknown.p7s", "відповідь OCSP: такого сертифіката не знаю", _keeping(evidence.unknown),
        INDETERMINATE, "TRY_LATER", "не знає", trust=ROOTS_ONLY,
    ),
    Sample(
        "ocsp-stranger.p7s", "відповідь OCSP від чужої служби", _keeping(evidence.by_stranger, cast.STRANGE_OCSP),
        INDETERMINATE, "TRY_LATER", "не має на це права", trust=ROOTS_ONLY,
    ),
    Sample(
        "ocsp-without-usage.p7s", "відповідь підписав той, хто не служба OCSP", _keeping(evidence.by_no_responder),
        INDETERMINATE, "TRY_LATER", "не має на це права", trust=ROOTS_ONLY,
    ),
    Sample(
        "ocsp-stale.p7s", "відповідь OCSP застаріла", _keeping(evidence.stale),
        INDETERMINATE, "TRY_LATER", "старіші", trust=ROOTS_ONLY,
    ),
    Sample(
        "ocsp-about-another.p7s", "відповідь OCSP про інший сертифікат", _keeping(evidence.about_another),
        INDETERMINATE, "TRY_LATER", "Немає відомостей", trust=ROOTS_ONLY,
    ),
    Sample(
        "evidence-swapped.p7s", "докази не ті, на які підпис посилається", _other_evidence,
        INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "Докази у підписі не ті", trust=ROOTS_ONLY,
    ),
    Sample(
        "self-signed.p7s", "сертифікат підписав сам себе", _named(cast.ZORIANA),
        INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND", "",
    ),
    Sample(
        "strange-root.p7s", "корінь, якому не довіряють",
        lambda: file(with_stamp(cast.STRANGER), cast.STRANGER, cast.STRANGE_ROOT),
        INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND", "не веде",
    ),
    Sample(
        "issuer-absent.p7s", "сертифіката надавача немає", lambda: file(with_stamp(cast.STRANGER), cast.STRANGER),
        INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND", "того, хто видав",
    ),
    Sample(
        "issuer-not-ca.p7s", "сертифікат видала особа, а не надавач", _with_authority(cast.BY_NOT_CA),
        INDETERMINATE, "CERTIFICATE_CHAIN_GENERAL_FAILURE", "не має права видавати",
    ),
    Sample(
        "issuer-without-usage.p7s", "ключ надавача не призначено для сертифікатів",
        _with_authority(cast.BY_WITHOUT_SIGN_USAGE),
        INDETERMINATE, "CERTIFICATE_CHAIN_GENERAL_FAILURE", "не призначено для підписання сертифікатів",
    ),
    Sample(
        "path-too-long.p7s", "надавач, якого не мало бути: pathLen перевищено", _with_authority(cast.BY_SUB),
        INDETERMINATE, "CHAIN_CONSTRAINTS_FAILURE", "довший",
    ),
    Sample(
        "unknown-critical.p7s", "критичне розширення, якого ніхто не знає", _named(cast.ODD),
        INDETERMINATE, "CERTIFICATE_CHAIN_GENERAL_FAILURE", "критичне розширення",
    ),
    Sample(
        "certificate-forged.p7s", "сертифікат підписав не той, хто названий", _named(cast.FORGED),
        INDETERMINATE, "CERTIFICATE_CHAIN_GENERAL_FAILURE", "хибний",
    ),
    Sample(
        "for-encryption.p7s", "сертифікат для шифрування", _named(cast.FOR_ENCRYPTION),
        INDETERMINATE, "CHAIN_CONSTRAINTS_FAILURE", "не призначено для підписів",
    ),
    Sample(
        "by-service.p7s", "документ підписала служба OCSP", _named(cast.OCSP),
        INDETERMINATE, "CHAIN_CONSTRAINTS_FAILURE", "служби надавача",
    ),
    Sample("archive-false.p7s", "архівна позначка стосується іншого", _archive_over_less, INVALID, "HASH_FAILURE", "Архівна позначка часу стосується інших даних"),
    Sample("nobody.p7s", "файл без підписів", lambda: cms([], LETTER, [HALYNA]), INVALID, "FORMAT_FAILURE", "жодного"),
)  # fmt: skip
