"""What this room announces. Upper rooms that keep deadlines listen to it."""

from obih.history.vocabulary import EventType

CALENDAR_CHANGED = EventType("workdays.calendar_changed", "змінено робочий календар: {what}")
CALENDAR_SEEDED = EventType("workdays.calendar_seeded", "до календаря додано {rows} днів за КЗпП")
