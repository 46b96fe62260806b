"""What this room announces."""

from obih.history.vocabulary import EventType

AGENDA_PUT = EventType(
    "council.agenda_put", "Порядок денний: додано {added}, змінено {changed}, вилучено {removed}"
)
ITEM_CHANGED = EventType("council.item_changed", "Пункт {item}: змінено {what}")
VOTES_RECORDED = EventType("council.votes_recorded", "Записано голосування: пунктів {count}")
DECISIONS_NUMBERED = EventType("council.decisions_numbered", "Пронумеровано рішень: {count}")
DECISION_PLACED = EventType(
    "council.decision_placed", "Записано засідання № {sitting}, пункт {item}; голосування: {votes}"
)
DECISIONS_SIGNED = EventType("council.decisions_signed", "Записано підписання рішень: {count}, {on}")
MAILING_CHANGED = EventType("council.mailing_changed", "Розсилка рішень: додано {added}, вилучено {removed}")
EXTRACTS_SENT = EventType("council.extracts_sent", "Розсилку надіслано: {count}")
