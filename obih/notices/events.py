"""What this room announces. Addresses are personal data and stay in `private`."""

from obih.history.vocabulary import EventType

MAIL_QUEUED = EventType("notices.mail_queued", "лист стоїть у черзі: {kind}")
MAIL_TRIED_AGAIN = EventType("notices.mail_tried_again", "лист поставлено в чергу ще раз")
MAIL_SETTINGS_CHANGED = EventType("notices.mail_settings_changed", "змінено налаштування пошти: {what}")
SETTINGS_CHANGED = EventType("notices.settings_changed", "змінено, як приходять сповіщення")
DEVICE_KEPT = EventType("notices.device_kept", "сповіщення показує ще один пристрій")
DEVICE_SWITCHED = EventType("notices.device_switched", "сповіщення на пристрої {how}")
PUSH_KEY_MADE = EventType("notices.push_key_made", "створено ключ, яким підписано сповіщення на пристрої")
DEVICE_FORGOTTEN = EventType("notices.device_forgotten", "пристрій більше не показує сповіщень")
