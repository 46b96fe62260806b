"""What this room announces."""

from obih.history.vocabulary import EventType

TERMS_SET = EventType("contracts.terms_set", "Записано умови договору")
END_WARNED = EventType("contracts.end_warned", "Нагадано про строк договору: {on} ({who})")
