"""What this room announces."""

from obih.history.vocabulary import EventType

APPEAL_REGISTERED = EventType("appeals.appeal_registered", "Звернення: {subject}, {sign}")
REQUEST_REGISTERED = EventType("appeals.request_registered", "Запит на інформацію: {speed}")
RECEPTION_HELD = EventType("appeals.reception_held", "Особистий прийом {held_on} провів(ла) {leader}")
FORWARDED = EventType(
    "appeals.forwarded", "Переслано за належністю {sent_on}, заявника повідомлено {noticed_on}"
)
EXTENDED = EventType(
    "appeals.extended", "Про продовження до {new} заявника повідомлено {noticed_on}; вирішив(ла) {decided_by}"
)
ANSWERED = EventType("appeals.answered", "Відповідь від {on} {letter}: {result}")
COPYING_BILLED = EventType("appeals.copying_billed", "Рахунок за копіювання {pages} стор.: {amount} грн")
COPYING_PAID = EventType("appeals.copying_paid", "Копіювання оплачено {on}")
