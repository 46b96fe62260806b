"""What the desk announces."""

from obih.history.vocabulary import EventType

EXPORT_ASKED = EventType("desk.export_asked", "Замовлено файл журналу «{title}» ({kind})")
