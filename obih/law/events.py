"""What this room announces."""

from obih.history.vocabulary import EventType

PROFILE_SEEDED = EventType("law.profile_seeded", "до правил додано {rows} записів з комплекту програми")
RULE_ADDED = EventType("law.rule_added", "додано правило «{title}» ({group}), діє з {valid_from}")
RULE_CHANGED = EventType(
    "law.rule_changed", "змінено правило «{title}» ({group}), діє з {valid_from}: {what}"
)
RULE_WITHDRAWN = EventType("law.rule_withdrawn", "правило «{title}» ({group}) не діє після {valid_to}")
