"""What this room announces. Addresses are personal data and stay in `private`."""

from obih.history.vocabulary import EventType

MAIL_QUEUED = EventType("notices.mail_queued", "лист стоїть у черзі: {kind}")
MAIL_TRIED_AGAIN = EventType("notices.mail_tried_again", "лист поставлено в чергу ще раз")
MAIL_SETTINGS_CHANGED = EventType("notices.mail_settings_changed", "змінено налаштування пошти: {what}")
