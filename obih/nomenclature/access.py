"""Who keeps the list of cases. Everyone signed in may read it."""

from __future__ import annotations

from obih.law.access import Editing, why_not_edit

NOMENCLATURE_EDITORS = frozenset({"administrator", "clerk", "archivist"})


def why_not_edit_nomenclature(actor: Editing) -> str | None:
    return why_not_edit(
        actor, NOMENCLATURE_EDITORS, "Номенклатуру веде діловод, архіваріус або адміністратор."
    )
