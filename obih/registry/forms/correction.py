"""Correcting a registered card: the same fields, filled with what stands there now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone

from obih.law.profile import Kind
from obih.registry.forms.addressees import AddresseeRow, row_of_entry
from obih.registry.forms.card import CardForm
from obih.registry.forms.fields import TextField, added_value
from obih.registry.forms.parties import row_of
from obih.registry.models import Correspondent
from obih.registry.parties import more_of
from obih.registry.queries.records import Record
from obih.registry.vocabulary import PartyRole


class CorrectionForm(CardForm):
    """`changes()` gives what differs from the card, for `actions.correct_card`. Needs a reason."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, record: Record, **kwargs: Any) -> None:
        self.record = record
        kwargs.setdefault("today", timezone.localdate(record.registration.registered_at))
        super().__init__(data, initial=initial_of(record), **kwargs)
        self.fields.pop("not_duplicate_because", None)
        self.fields.pop("term", None)
        self.fields.pop("link_kind", None)
        self.fields["reason"] = TextField(most=300, label="Причина виправлення")
        self.fields["reason"].error_messages["required"] = (
            "Напишіть, чому виправляєте: причина лишається в історії"
        )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=record.document.version)

    def _kinds_offered(self) -> tuple[Kind, ...]:
        """What the journal takes and the kind that stands on the card already."""
        found = super()._kinds_offered()
        own = self.rules.kinds.get(self.record.document.kind_code)
        return found if own is None or own in found else (own, *found)

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        """Days are held against the day of the correction, not of the registration."""
        registered_on, self.today = self.today, timezone.localdate()
        try:
            super()._check_dates(cleaned)
        finally:
            self.today = registered_on

    def changes(self) -> dict[str, Any]:
        """Code → new value, of the fields that were given and differ."""
        found: dict[str, Any] = {}
        for code, field in self.card_fields.items():
            if code not in self.cleaned_data or self._was_left_out(code):
                continue
            value = self.cleaned_data[code]
            if field.stored == "added":
                value = added_value(value)
            elif code == "received_at":
                value = self._received(value)
            if not _same(value, self.initial.get(code), self.record, code):
                found[code] = value
        return found

    def _was_left_out(self, code: str) -> bool:
        widget = self.fields[code].widget
        if isinstance(widget, forms.CheckboxInput):
            return f"{code}_shown" not in self.data and code not in self.data
        return widget.value_omitted_from_data(self.data, self.files, code)

    def _received(self, value: Any) -> Any:
        """The moment; the kept hour stays if only the day was looked at."""
        kept = self.record.registration.received_at
        local = timezone.localtime(kept)
        if value == local.date() and self.cleaned_data.get("received_time") in (
            None,
            local.time().replace(second=0, microsecond=0),
        ):
            return kept
        return self.cleaned_data.get("received_moment")


def initial_of(record: Record) -> dict[str, Any]:
    """What stands on the card, as the form’s fields want it."""
    document, sender = record.document, record.sender
    instance = record.instances[0] if record.instances else None
    copy = record.copies[0] if record.copies else None
    received = timezone.localtime(record.registration.received_at)
    parties = {role: (found.name if (found := record.party(role)) else "") for role in PARTIES.values()}
    return {
        **{code: parties[role] for code, role in PARTIES.items()},
        "kind": document.kind_code,
        "regime": document.regime_code,
        "title": document.title,
        "summary": document.summary,
        "form": document.form,
        "language": document.language,
        "urgent": document.urgent,
        "access_level": document.access_level,
        "access_basis": document.access_basis,
        "case_index": document.case_index_id,
        "responsible_unit": document.responsible_unit_id,
        "first_reviewer": document.first_reviewer_id,
        "settlement": document.settlement_id,
        "district": document.district_id,
        "addressees": rows_of_parties(record),
        "parties": [
            row_of(each.role, each.name, each.number, each.dated_on) for each in more_of(record.parties)
        ],
        "addressee_number": copy.number_there if copy else "",
        "correspondent": (sender.correspondent_id or sender.name) if sender else "",
        "correspondent_number": sender.number if sender else "",
        "correspondent_date": sender.dated_on if sender else None,
        "received_at": received.date(),
        "received_time": f"{received:%H:%M}",
        "deadline": record.nearest.effective_on if record.nearest else None,
        "sheets_main": instance.sheets_main if instance else None,
        "sheets_annex": instance.sheets_annex if instance else None,
        "place": instance.place if instance else "",
        "channel": copy.channel_code if copy else "",
        "outside_id": copy.outside_id if copy else "",
        "links": ", ".join(each.number for each in record.links if each.outward),
        **document.added,
    }


def rows_of_parties(record: Record) -> list[AddresseeRow]:
    found = []
    for each in record.parties:
        if each.role == PartyRole.ADDRESSEE:
            ours = f"p{each.person_id}" if each.person_id else f"u{each.unit_id}" if each.unit_id else ""
            token = str(each.correspondent_id) if each.correspondent_id else ours
            found.append(AddresseeRow(token, each.short_name))
    return found


PARTIES = {
    "signer": "signer",
    "author": "author",
    "covering_body": "covering",
    "representative": "representative",
}


def _same(value: Any, kept: Any, record: Record, code: str) -> bool:
    if code == "addressees":
        told = [replace(row_of_entry(each), text="") for each in value]
        return told == [replace(each, text="" if each.token else each.text) for each in kept]
    if code == "parties":
        return [row_of(each.role, each.said, each.number, each.dated_on) for each in value] == kept
    if code == "received_at":
        return bool(value == record.registration.received_at)
    if code == "links":
        return set(value) == {each.document_id for each in record.links if each.outward}
    if isinstance(value, Correspondent):
        return bool(value.pk == kept)
    if hasattr(value, "pk"):
        return bool(value.pk == kept)
    return (value or None) == (kept or None) or value == kept
