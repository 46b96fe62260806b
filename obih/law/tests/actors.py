"""Who acts in the tests of the ground rooms, where `people` is not yet known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Someone:
    key: str
    label: str
    role: str
    read_only: bool = False
    kind: str = "person"

    def has_role(self, role: str, organisation_id: int | None = None) -> bool:
        return role == self.role


ADMINISTRATOR = Someone("7", "Роман Савчук, адміністратор", "administrator")
CLERK = Someone("1", "Галина Бойко, діловод", "clerk")
STRANGER = Someone("9", "Зоряна Чужинська", "")
LOOKING_ON = Someone("7", "Роман Савчук за Галину Бойко", "administrator", read_only=True)
