"""What this room announces."""

from obih.history.vocabulary import EventType

DOCUMENT_REGISTERED = EventType("registry.document_registered", "Зареєстровано: {number}")
NUMBER_RESERVED = EventType("registry.number_reserved", "Зарезервовано № {number}: {holder}{until}")
NUMBER_RETURNED = EventType("registry.number_returned", "Повернуто № {number}: {holder}")
NUMBER_VOIDED = EventType("registry.number_voided", "Анульовано № {number}. Причина: {reason}")
DOCUMENT_SENT = EventType("registry.document_sent", "Надіслано: {how}, {on}. Примірників: {count}")
COPY_REGISTERED_THERE = EventType(
    "registry.copy_registered_there", "Адресат зареєстрував: № {their_number} від {on}"
)
COPY_DELIVERED = EventType("registry.copy_delivered", "Доставлено {on}")
COPY_REFUSED = EventType("registry.copy_refused", "Не прийнято {on}: {because}")
DOCUMENT_READ = EventType("registry.restricted_document_read", "Переглянуто документ з обмеженим доступом")
FILE_READ = EventType(
    "registry.restricted_file_read", "Відкрито файл «{name}» документа з обмеженим доступом"
)
FILES_ADDED = EventType("registry.files_added", "Додано файлів: {count}")
FIELDS_CHANGED = EventType("registry.fields_changed", "Змінено: {labels}. Причина: {reason}")
FILE_WITHDRAWN = EventType("registry.file_withdrawn", "Файл вилучено з картки. Причина: {reason}")
WITHDRAWN_READ = EventType("registry.withdrawn_file_read", "Відкрито вилучений файл")
ARRIVAL_ADDED = EventType("registry.arrival_added", "Надійшло ще раз: {channel}")
ARRIVAL_REVIEWED = EventType("registry.arrival_reviewed", "Попередньо розглянуто: {to}")
ARRIVAL_REFUSED = EventType("registry.arrival_refused", "Не зареєстровано: {ground}")
REGISTRATION_MOVED = EventType(
    "registry.registration_moved",
    "Перенесено: {was} («{from_journal}») → {number} («{to_journal}»). Причина: {reason}",
)
DEADLINE_CHANGED = EventType(
    "registry.deadline_changed", "Строк перенесено з {old} на {new}. Причина: {reason}"
)
DEADLINES_RECOUNTED = EventType(
    "registry.deadline_recounted", "Строк перераховано з {old} на {new}: змінився робочий календар"
)
ACCESS_GRANTED = EventType("registry.access_granted", "Доступ надано: {to} ({why})")
ACCESS_REVOKED = EventType("registry.access_revoked", "Доступ припинено: {to} ({why})")
PERIOD_OPENED = EventType("registry.period_opened", "Журнал «{title}»: відкрито {span}{case}")
PERIOD_CLOSED = EventType("registry.period_closed", "Журнал «{title}»: закрито {span}")
LAYOUT_CHANGED = EventType("registry.layout_changed", "Форму «{title}» змінено")
JOURNAL_OPENED = EventType("registry.journal_opened", "Відкрито журнал «{title}»")
JOURNAL_CHANGED = EventType("registry.journal_changed", "Журнал «{title}»: змінено {what}")
READER_SET = EventType("registry.journal_reader_set", "Журнал «{title}» читає {who}")
READER_REMOVED = EventType("registry.journal_reader_removed", "Журнал «{title}» більше не читає {who}")
CORRESPONDENT_ADDED = EventType("registry.correspondent_added", "Кореспондента додано: {name}")
CORRESPONDENT_CHANGED = EventType("registry.correspondent_changed", "Кореспондента змінено: {what}")
PENDING_POSTPONED = EventType("registry.card_postponed", "Картку відкладено")
PENDING_DISCARDED = EventType("registry.card_discarded", "Відкладену картку вилучено: {reason}")
WORK_HANDED_OVER = EventType("registry.work_handed_over", "Перший розгляд перейшов до {to} ({why})")
PENDING_TAKEN = EventType("registry.card_taken_over", "Відкладену картку перейнято від {from_whom}")
DOCUMENT_CLOSED = EventType("registry.document_closed", "Виконано: {note}")
DOCUMENT_REOPENED = EventType("registry.document_reopened", "Повернуто до виконання. Причина: {reason}")
ACCESS_RECOUNTED = EventType(
    "registry.access_recounted", "Доступ перераховано за карткою: додано {added}, прибрано {removed}"
)
CORRESPONDENTS_MERGED = EventType("registry.correspondents_merged", "Кореспондентів об’єднано: «{kept}»")
CORRESPONDENTS_PARTED = EventType(
    "registry.correspondents_parted", "Об’єднання кореспондентів скасовано: «{kept}»"
)
GROUP_CHANGED = EventType("registry.correspondent_group_changed", "Група «{name}»: {what}")
GROUP_REMOVED = EventType("registry.correspondent_group_removed", "Групу «{name}» вилучено")
ORIGINAL_MOVED = EventType("registry.original_moved", "Паперовий оригінал тепер тут: {to}")
ORIGINAL_HANDED = EventType("registry.original_handed", "Паперовий оригінал передано за реєстром: {to}")
ORIGINAL_RECEIVED = EventType("registry.original_received", "Паперовий оригінал одержав підрозділ: {unit}")
ORIGINAL_RETURNED = EventType("registry.original_returned", "Паперовий оригінал повернув підрозділ: {unit}")
LINK_SENT = EventType("registry.link_sent", "Посилання на картку надіслано: {to}")
