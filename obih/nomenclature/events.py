"""What this room announces."""

from obih.history.vocabulary import EventType

NOMENCLATURE_OPENED = EventType(
    "nomenclature.nomenclature_opened",
    "складено номенклатуру справ {organisation} на {year} рік, справ: {cases}",
)
NOMENCLATURE_APPROVED = EventType(
    "nomenclature.nomenclature_approved", "затверджено номенклатуру справ на {year} рік {approved_on}"
)
CASE_ADDED = EventType("nomenclature.case_added", "до номенклатури додано справу {index} «{title}»")
CASE_CHANGED = EventType("nomenclature.case_changed", "змінено справу {index}: {what}")
CASE_CLOSED = EventType("nomenclature.case_closed", "справу {index} «{title}» закрито {closed_on}")
