"""What this room announces. No event names a person of a certificate or his number."""

from obih.history.vocabulary import EventType

TRUST_CHANGED = EventType(
    "signatures.trust_changed",
    "Змінено, чиїм сертифікатам віримо: редакція {version}, додано {added}, вилучено {removed}. {reason}",
)
SIGNATURES_VERIFIED = EventType(
    "signatures.verified", "Перевірено підписи у файлі: {count}. Висновок: {words}"
)
SIGNATURES_LOOKED_AT_AGAIN = EventType(
    "signatures.looked_at_again",
    "Перевірено ще раз за редакцією довіри {version}: файлів {count}, інший висновок у {changed}",
)
EVIDENCE_ADDED = EventType(
    "signatures.evidence_added",
    "До підписів у файлі додано докази: {level}. Новий файл збережено поруч, отриманий лишився незмінним",
)
EVIDENCE_ASKED_ANEW = EventType(
    "signatures.evidence_asked_anew", "Служби довіри спитано ще раз, не чекаючи: файлів {count}"
)
SERVICES_SWITCHED = EventType("signatures.services_switched", "Служби довіри тепер {words}")
