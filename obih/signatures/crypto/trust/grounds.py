"""Why a certificate, its chain or its state do not hold: codes of EN 319 102-1 (tables 5 and 6) and
sentences.

A chain is looked at for the signer and for the authority of a timestamp: the same defect is a reason of its
own.
"""

from __future__ import annotations

from enum import Enum

from obih.signatures.crypto.reasons import Reason, Verdict

INVALID, OPEN = Verdict.INVALID, Verdict.INDETERMINATE


class Role(Enum):
    """Whose chain is judged; the value stands in sentences after «сертифікат», in the genitive."""

    SIGNER = "підписувача"
    STAMP = "служби позначок часу"


class Defect(Enum):
    """What speaks against a path (RFC 5280, 6.1), the worst last. Each a code and a sentence."""

    WEAK = ("CRYPTO_CONSTRAINTS_FAILURE", "Сертифікат у ланцюгу {whose} підписано застарілим алгоритмом.")
    WEAK_KEY = ("CRYPTO_CONSTRAINTS_FAILURE", "Ключ у ланцюгу {whose} закороткий.")
    USAGE = ("CHAIN_CONSTRAINTS_FAILURE", "Сертифікат {whose} не призначено для підписів.")
    SERVICE = (
        "CHAIN_CONSTRAINTS_FAILURE",
        "Сертифікат {whose} призначено для служби надавача, а не для підписання документів.",
    )
    STAMP_USAGE = ("CHAIN_CONSTRAINTS_FAILURE", "Сертифікат {whose} не призначено для позначок часу.")
    AUTHORITY_EXPIRED = (
        "OUT_OF_BOUNDS_NO_POE",
        "Строк чинності сертифіката надавача у ланцюгу {whose} минув до потрібного моменту.",
    )
    AUTHORITY_EARLY = (
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "Сертифікат надавача у ланцюгу {whose} ще не був чинний на потрібний момент.",
    )
    NAMES = ("CHAIN_CONSTRAINTS_FAILURE", "Ім’я у ланцюгу {whose} поза межами, дозволеними його надавачеві.")
    POLICY = ("CHAIN_CONSTRAINTS_FAILURE", "Політики сертифікатів у ланцюгу {whose} несумісні.")
    LENGTH = ("CHAIN_CONSTRAINTS_FAILURE", "Ланцюг {whose} довший, ніж дозволяє надавач.")
    CRITICAL = (
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "Сертифікат у ланцюгу {whose} має критичне розширення, якого тут не розуміють.",
    )
    UNREADABLE = (
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "Розширення сертифіката у ланцюгу {whose} не читається або стоїть двічі.",
    )
    ALGORITHMS_DIFFER = (
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "Сертифікат у ланцюгу {whose} називає два різні алгоритми свого підпису.",
    )
    NO_CERT_SIGN = (
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "Ключ видавця у ланцюгу {whose} не призначено для підписання сертифікатів.",
    )
    NO_AUTHORITY = (
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "Видавець у ланцюгу {whose} не має права видавати сертифікати.",
    )

    def of(self, role: Role) -> Reason:
        """The reason of this role."""
        code, text = self.value
        return Reason(code, text.format(whose=role.value), OPEN)


class Missing(Enum):
    """Why there is no path at all."""

    ISSUER = ("NO_CERTIFICATE_CHAIN_FOUND", "Сертифіката того, хто видав сертифікат {whose}, немає.")
    ROOT = (
        "NO_CERTIFICATE_CHAIN_FOUND",
        "Ланцюг сертифіката {whose} не веде до жодного з кореневих органів, яким довіряють.",
    )
    FORGED = (
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "Підпис видавця на сертифікаті в ланцюгу {whose} хибний.",
    )
    ALGORITHM = (
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "Алгоритм підпису на сертифікаті в ланцюгу {whose} тут не перевіряється.",
    )
    TOO_MUCH = (
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "Ланцюг {whose} заплутаний: шляхів більше, ніж тут перевіряють.",
    )

    def of(self, role: Role) -> Reason:
        """The reason of this role."""
        code, text = self.value
        return Reason(code, text.format(whose=role.value), OPEN)


class Silence(Enum):
    """Why the state of a certificate is not known; the last ones are told rather than the first."""

    NONE = "Немає відомостей про те, чи не скасовано сертифікат {whose}."
    TOO_MUCH = "Відомостей про стан сертифіката {whose} у файлі більше, ніж тут перевіряють."
    SCOPE = "Список відкликаних сертифікатів не охоплює сертифіката {whose}."
    LATE = "Відомості про стан видано вже після строку чинності сертифіката {whose}: вони мовчать про нього."
    STALE = "Відомості про стан сертифіката {whose} старіші за момент, на який треба його знати."
    FUTURE = "Відомості про стан сертифіката {whose} датовано майбутнім."
    DELTA = "До зміни списку відкликаних (delta) немає повного списку, що охоплює сертифікат {whose}."
    NOT_UNDERSTOOD = (
        "Відомості про стан сертифіката {whose} мають критичне розширення, якого тут не розуміють."
    )
    WEAK = "Відомості про стан сертифіката {whose} підписано застарілим алгоритмом."
    CRL_FALSE = "Підпис списку відкликаних, що стосується сертифіката {whose}, хибний."
    CRL_STRANGER = "Список відкликаних про сертифікат {whose} видав той, хто не має на це права."
    CRL_OUT_OF_DATE = (
        "Список відкликаних про сертифікат {whose} видано, коли сертифікат видавця не був чинний."
    )
    AFTER_REVOCATION = "Відомості про сертифікат {whose} видано після скасування сертифіката видавця."
    UNKNOWN = "Служба OCSP відповіла, що не знає сертифіката {whose}."
    FALSE = "Підпис відповіді OCSP про сертифікат {whose} хибний."
    STRANGER = "Відповідь OCSP про сертифікат {whose} підписав той, хто не має на це права."
    RESPONDER_EXPIRED = "Сертифікат служби OCSP, що відповіла про сертифікат {whose}, не був чинний."
    RESPONDER_REVOKED = "Сертифікат служби OCSP, що відповіла про сертифікат {whose}, скасовано."

    def of(self, whose: str) -> Reason:
        """The reason for this certificate."""
        return Reason("TRY_LATER", self.value.format(whose=whose), OPEN)


AUTHORITY = {Role.SIGNER: "надавача", Role.STAMP: "надавача, що видав сертифікат служби позначок часу,"}
NOT_YET = Reason("NOT_YET_VALID", "Сертифікат підписувача ще не був чинний, коли вже був підпис.", INVALID)
SIGNED_EXPIRED = Reason("EXPIRED", "Підпис поставлено, коли строк чинності сертифіката вже минув.", INVALID)
STAMPED_EXPIRED = Reason(
    "OUT_OF_BOUNDS_NO_POE",
    "Позначку часу на підпис поставлено, коли строк чинності сертифіката підписувача вже минув.",
    OPEN,
)
EXPIRED_UNPROVEN = Reason(
    "OUT_OF_BOUNDS_NO_POE",
    "Строк чинності сертифіката минув, а того, що підпис поставлено раніше, не доведено.",
    OPEN,
)
SIGNED_REVOKED = Reason("REVOKED", "Підпис поставлено, коли сертифікат уже було скасовано.", INVALID)
STAMPED_REVOKED = Reason(
    "REVOKED_NO_POE",
    "Сертифікат підписувача скасовано раніше, ніж поставлено позначку часу на підпис.",
    OPEN,
)
REVOKED_UNPROVEN = Reason(
    "REVOKED_NO_POE", "Сертифікат скасовано, а того, що підпис поставлено раніше, не доведено.", OPEN
)
ON_HOLD = Reason("TRY_LATER", "Сертифікат підписувача на той момент було заблоковано.", OPEN)
AUTHORITY_REVOKED = Reason(
    "REVOKED_CA_NO_POE", "Сертифікат надавача, що видав сертифікат підписувача, скасовано.", OPEN
)
AUTHORITY_ON_HOLD = Reason("TRY_LATER", "Сертифікат надавача на той момент було заблоковано.", OPEN)
STAMP_OUT_OF_DATE = Reason(
    "OUT_OF_BOUNDS_NO_POE", "Сертифікат служби позначок часу не був чинний, коли вона ставила позначку.", OPEN
)
STAMP_REVOKED = Reason(
    "REVOKED_NO_POE", "Сертифікат служби позначок часу скасовано: її позначка нічого не доводить.", OPEN
)
STAMP_ON_HOLD = Reason(
    "TRY_LATER", "Сертифікат служби позначок часу на мить позначки було заблоковано.", OPEN
)
STAMP_AUTHORITY_REVOKED = Reason(
    "REVOKED_CA_NO_POE", "Сертифікат надавача служби позначок часу скасовано.", OPEN
)
STAMP_FUTURE = Reason("NO_POE", "Позначка часу пізніша за момент перевірки.", OPEN)
STAMP_ORDER = Reason(
    "TIMESTAMP_ORDER_FAILURE", "Позначка часу на вміст пізніша за позначку часу на підпис.", OPEN
)
WITHDRAWN = Reason(
    "CHAIN_CONSTRAINTS_FAILURE",
    "За довірчим списком служба надавача на той момент не мала статусу кваліфікованої.",
    OPEN,
)
STAMP_WITHDRAWN = Reason(
    "CHAIN_CONSTRAINTS_FAILURE",
    "За довірчим списком служба позначок часу на той момент не мала статусу кваліфікованої.",
    OPEN,
)
WARN_STAMP_STATE = (
    "Стану сертифіката служби позначок часу не підтверджено: відомостей про нього немає. "
    "Ланцюг, строк чинності й призначення її сертифіката перевірено."
)
WARN_STAMP_AGEING = (
    "Строк чинності сертифіката служби позначок часу вже минув: доказ часу старіє, "
    "його треба поновити новою позначкою."
)
WARN_UNLISTED = "У довірчому списку немає служби, що видала сертифікат: її статус не підтверджено."
WARN_LIST_OLD = "Довірчий список застарів: на потрібний момент мав бути новіший."
WARN_STAMP_EKU = "Призначення «позначки часу» у сертифікаті служби не критичне або не єдине (RFC 3161, 2.3)."
