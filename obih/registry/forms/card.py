"""One form for the card of any stream, built from the profile of the day: its fields, their order, what is
required. Registration, correction and REST all clean what they get with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from obih.law.profile import CardField, Kind, Profile
from obih.law.queries import profile
from obih.nomenclature.models import CaseIndex
from obih.people.actors import Actor
from obih.people.models import District, Person, Settlement, Unit
from obih.registry.forms.addressees import AddresseesField, SignerField, rows_of
from obih.registry.forms.fields import (
    CorrespondentField,
    CountField,
    HourField,
    NumberOfTheirsField,
    PersonField,
    TextField,
    added_field,
    added_value,
    moment_of,
)
from obih.registry.forms.parties import PartiesField
from obih.registry.forms.parties import rows_of as party_rows
from obih.registry.models import Journal, Registration
from obih.registry.queries.people import people_at_work, people_of
from obih.registry.queries.periods import usual_case
from obih.registry.queries.visibility import visible_rows
from obih.registry.rules import latin_inside_ukrainian
from obih.registry.streams import comes_to_us, kinds_for
from obih.registry.vocabulary import Access, Form
from obih.ui.forms import DateField
from obih.ui.words import short_date


class CardForm(forms.Form):
    """Fields are named by their codes in the profile; beside them `received_time` and `term`.

    `only` narrows the form to some fields. After `is_valid()`: `cleaned_data`, and `added()` for the fields
    kept as JSON. A warning (Latin letters inside Ukrainian words) stops the form until `confirm_<name>` comes
    with it; `warnings` says at which fields.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        actor: Actor,
        journal: Journal,
        today: date | None = None,
        only: Collection[str] | None = None,
        correspondents_url: str = "",
        people_url: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.actor, self.journal = actor, journal
        self.today = today or timezone.localdate()
        self.rules: Profile = profile(self.today)
        self.correspondents_url, self.people_url = correspondents_url, people_url
        self.warnings: dict[str, str] = {}
        self.kinds = self._kinds_offered()
        self.kind_code = self._kind()
        self.flow = self.rules.kind(self.kind_code).flow
        self.card_fields: dict[str, CardField] = {}
        for each in self.rules.fields_for(self.kind_code, with_derived=False):
            if only is None or each.code in only:
                self._add(each)
        if "addressees" in self.fields:
            self.initial.setdefault("addressees", rows_of(self.initial))
        if only is None:
            self._add_ours()

    def usual_case(self) -> CaseIndex | None:
        """The case of this year in this journal, when nobody names another; one statement."""
        return usual_case(self.journal, self.today)

    def offered_case(self) -> int | None:
        """What stands in the field at first; not asked for when the field has come filled in."""
        if "case_index" not in self.fields or "case_index" in (self.data or {}):
            return None
        case = self.usual_case()
        return case.pk if case else None

    def _kind(self) -> str:
        asked = str((self.data or {}).get("kind") or self.initial.get("kind") or "")
        offered = [each.code for each in self.kinds]
        return asked if asked in offered else offered[0]

    def _kinds_offered(self) -> tuple[Kind, ...]:
        """The kinds this journal takes, the usual one first; never empty."""
        stream = self.journal.stream
        flow = "incoming" if comes_to_us(stream) else "internal"
        found = kinds_for(self.rules, stream, self.journal.index)
        return found or self.rules.kinds_of(flow) or tuple(self.rules.kinds.values())

    def _add(self, field: CardField) -> None:
        if field.stored == "added":
            made: forms.Field | None = added_field(field, lambda: self._people(field))
        else:
            make = MAKERS.get(field.code)
            made = make(self, field) if make else None
        if made is None:
            return
        made.error_messages["required"] = f"Заповніть поле «{field.title}»"
        made.error_messages["invalid_choice"] = "Такого варіанта немає: оберіть зі списку"
        self.fields[field.code] = made
        self.card_fields[field.code] = field
        if field.code == "received_at":
            self.fields["received_time"] = HourField(label="Година", required=False)

    def _people(self, field: CardField) -> QuerySet[Person]:
        """Whom a field of a person offers; the one who stands in it stays."""
        return people_at_work(self.actor, self.journal, self.today, self.initial.get(field.code))

    def _add_ours(self) -> None:
        terms = self.rules.terms_for(self.kind_code, str((self.data or {}).get("regime") or ""))
        self.fields["term"] = forms.ChoiceField(
            label="Строк за законом",
            required=False,
            choices=[("", "за видом документа"), *((each.code, each.title) for each in terms)],
        )
        self.fields["not_duplicate_because"] = TextField(
            most=300, label="Чому це інший документ", required=False
        )

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"])

    def clean_links(self) -> list[UUID]:
        """Numbers of ours, by commas; one the actor may not see is as absent as one that is not there."""
        found: list[UUID] = []
        for number in [each.strip() for each in self.cleaned_data["links"].split(",") if each.strip()][:20]:
            seen = (
                Registration.objects.filter(visible_rows(self.actor, "document_id"), number__iexact=number)
                .order_by("-registered_at")
                .values_list("document_id", flat=True)
                .first()
            )
            if seen is None:
                raise ValidationError(f"Документа № {number} немає або він вам не доступний")
            found.append(seen)
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_dates(cleaned)
        if (
            cleaned.get("access_level") == "restricted"
            and "access_basis" in self.fields
            and not (cleaned.get("access_basis") or self.has_error("access_basis"))
        ):
            self.add_error("access_basis", "Назвіть статтю закону, за якою доступ обмежено")
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and name in self.fields:
                self._warn_of_latin(name, value)
        return cleaned

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        received, theirs = cleaned.get("received_at"), cleaned.get("correspondent_date")
        if isinstance(received, date):
            if received > self.today:
                self.add_error(
                    "received_at", f"{short_date(received)} ще не настало: сьогодні {short_date(self.today)}"
                )
            cleaned["received_moment"] = moment_of(received, cleaned.get("received_time"), timezone.now())
        latest = received if isinstance(received, date) else self.today
        if isinstance(theirs, date) and theirs > latest:
            self.add_error("correspondent_date", "Лист не може бути датовано пізніше, ніж його одержано")
        deadline = cleaned.get("deadline")
        if isinstance(deadline, date) and isinstance(received, date) and deadline < received:
            self.add_error("deadline", "Строк не може закінчитися раніше, ніж надійшов документ")

    def _warn_of_latin(self, name: str, value: str) -> None:
        mixed = latin_inside_ukrainian(value)
        if not mixed or name == "correspondent_number":
            return
        named = ", ".join(f"«{word}»" for word in mixed[:3])
        self.warnings[name] = f"Латинські літери серед українських: {named}. За такими словами не знайти"
        if not (self.data or {}).get(f"confirm_{name}"):
            self.add_error(name, ValidationError(self.warnings[name], code="latin"))

    def told(self) -> dict[str, Any]:
        """What a valid form says of any document, as arguments of a Card."""
        said = self.cleaned_data
        return {
            "journal": self.journal,
            "kind_code": said["kind"],
            "title": said["title"],
            "summary": said.get("summary") or "",
            "regime_code": said.get("regime") or "",
            "answer_by": said.get("deadline"),
            "form": Form(said["form"]),
            "access_level": Access(said["access_level"]),
            "access_basis": said.get("access_basis") or "",
            "case": said.get("case_index") or self.usual_case(),
            "responsible_unit": said.get("responsible_unit"),
            "settlement": said.get("settlement"),
            "district": said.get("district"),
            "sheets_main": said.get("sheets_main"),
            "sheets_annex": said.get("sheets_annex"),
            "place": said.get("place") or "",
            "outside_id": said.get("outside_id") or "",
            "urgent": bool(said.get("urgent")),
            "language": said.get("language") or "uk",
            "added": self.added(),
        }

    def added(self) -> dict[str, Any]:
        """The added fields as they are kept, empty ones left out."""
        values = {
            code: added_value(self.cleaned_data.get(code))
            for code, field in self.card_fields.items()
            if field.stored == "added"
        }
        return {code: value for code, value in values.items() if value is not None}


Maker = Callable[[CardForm, CardField], forms.Field]


def _common(field: CardField) -> dict[str, Any]:
    return {"label": field.title, "required": field.required, "help_text": field.hint}


def _text(most: int, *, many_lines: bool = False) -> Maker:
    return lambda form, field: TextField(most=most, many_lines=many_lines, **_common(field))


def _choice(options: Callable[[CardForm, CardField], Any], *, blank: bool = False) -> Maker:
    def make(form: CardForm, field: CardField) -> forms.Field:
        offered = list(options(form, field))
        if blank or not field.required:
            offered = [("", "—"), *offered]
        return forms.ChoiceField(choices=offered, **_common(field))

    return make


def _titles(rows: Any) -> list[tuple[str, str]]:
    return [(each.code, each.title) for each in rows]


def _correspondent(form: CardForm, field: CardField) -> forms.Field:
    return CorrespondentField(actor=form.actor, url=form.correspondents_url, **_common(field))


def _addressees(form: CardForm, field: CardField) -> forms.Field:
    """Whom it is sent to; a letter without an addressee has nowhere to go."""
    channels = _titles(form.rules.channels_for(form.flow, form.kind_code))
    return AddresseesField(
        actor=form.actor,
        journal=form.journal,
        url=form.correspondents_url,
        channels=channels if form.flow == "outgoing" else [],
        **_common(field) | {"required": field.required or form.flow == "outgoing"},
    )


def _signer(form: CardForm, field: CardField) -> forms.Field:
    if form.flow == "incoming":
        return TextField(most=300, **_common(field))
    return SignerField(journal=form.journal, today=form.today, url=form.people_url, **_common(field))


def _more_parties(form: CardForm, field: CardField) -> forms.Field:
    """Co-authors, a second number, covering letters; a half-filled card keeps them row by row."""
    form.initial.setdefault("parties", party_rows(form.initial))
    return PartiesField(actor=form.actor, **_common(field))


def _case(form: CardForm, field: CardField) -> forms.Field:
    """The cases of the organisation that are open; the pattern of the journal may ask for one."""
    cases = CaseIndex.objects.filter(
        nomenclature__organisation_code=form.journal.organisation.code, closed_on=None
    ).filter(nomenclature__year__gte=form.today.year - 1)
    needed = "{case}" in form.journal.pattern and form.journal.default_case_id is None
    return forms.ModelChoiceField(
        queryset=cases.order_by("-nomenclature__year", "index"), **_common(field) | {"required": needed}
    )


def _unit(form: CardForm, field: CardField) -> forms.Field:
    units = Unit.objects.open_on(form.today).filter(organisation=form.journal.organisation_id)
    return forms.ModelChoiceField(queryset=units, **_common(field))


def _reviewer(form: CardForm, field: CardField) -> forms.Field:
    """Whoever works in the organisation today, leaders first."""
    chosen = form.initial.get(field.code)
    people = people_of(form.journal.organisation_id, form.today, chosen)
    return PersonField(queryset=people, **_common(field))


def _rows(model: Any) -> Maker:
    return lambda form, field: forms.ModelChoiceField(queryset=model.objects.all(), **_common(field))


def _flag(form: CardForm, field: CardField) -> forms.Field:
    return forms.BooleanField(**_common(field) | {"required": False})


MAKERS: dict[str, Maker] = {
    "correspondent": _correspondent,
    "correspondent_number": lambda form, field: NumberOfTheirsField(most=120, **_common(field)),
    "correspondent_date": lambda form, field: DateField(lean="past", **_common(field)),
    "received_at": lambda form, field: DateField(lean="past", **_common(field)),
    "deadline": lambda form, field: DateField(lean="future", **_common(field)),
    "kind": _choice(lambda form, field: _titles(form.kinds)),
    "regime": _choice(lambda form, field: _titles(form.rules.regimes.values())),
    "channel": _choice(lambda form, field: _titles(form.rules.channels_for(form.flow, form.kind_code))),
    "form": _choice(lambda form, field: field.choices),
    "language": _choice(lambda form, field: field.choices),
    "access_level": _choice(lambda form, field: field.choices),
    "access_basis": _text(300),
    "title": _text(500),
    "summary": _text(20_000, many_lines=True),
    "addressees": _addressees,
    "addressee_number": _text(120),
    "signer": _signer,
    "author": _text(300),
    "covering_body": _text(300),
    "parties": _more_parties,
    "representative": _text(300),
    "case_index": _case,
    "responsible_unit": _unit,
    "first_reviewer": _reviewer,
    "settlement": _rows(Settlement),
    "district": _rows(District),
    "sheets_main": lambda form, field: CountField(**_common(field)),
    "sheets_annex": lambda form, field: CountField(**_common(field)),
    "place": _text(200),
    "outside_id": _text(200),
    "links": _text(500),
    "urgent": _flag,
}
