"""Every field of the profile is shown, typed in, corrected, printed, exported, filtered and in REST.

The test walks the profile: a field added to it, by us or by a hromada, is tried without being named here.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict

from obih.law.profile import CardField, Profile
from obih.law.queries import profile
from obih.registry import actions
from obih.registry.forms import CardForm, CorrectionForm, CreatedForm, IncomingForm
from obih.registry.models import Document, Journal
from obih.registry.printing import card_lines
from obih.registry.queries import JournalFilter, document_card, journal_page
from obih.registry.queries.filters import filter_name
from obih.registry.streams import kinds_for
from obih.registry.tests.conftest import TODAY, House
from obih.registry.tests.test_api import make_caller
from obih.registry.values import VALUES
from obih.ui.words import short_date

KINDS = (
    "letter", "citizen_appeal", "petition", "info_request", "deputy_appeal", "deputy_request", "mp_appeal",
    "mp_request", "advocate_request", "admin_application", "admin_complaint", "personal_data_request",
    "court", "prosecutor", "telegram",
)  # fmt: skip
CREATED = (
    "out_letter", "certificate", "reference", "out_phone_message", "memo", "explanation", "legal_opinion",
    "minutes", "act", "contract", "additional_agreement", "power_of_attorney", "order_main", "order_staff",
    "order_leave", "order_trip", "order_economic", "department_order", "council_decision",
    "session_minutes", "commission_minutes", "commission_conclusion",
)  # fmt: skip
WHOLE = ("letter", "out_letter", "memo", "order_main")
"""One kind of each flow on which every field is tried one by one."""
NOT_KEPT_YET = {
    "resolutions", "internal_forwarding", "sev_messages", "versions", "approvals", "deliveries",
    "familiarisation", "barcode", "responsible_unit_head", "addressee_number",
}  # fmt: skip
"""Derived from work of rooms that are not built: shown empty on every card, filled when those rooms come."""


class Walk:
    """Values for every field: `first` is registered, `second` is what it is corrected to."""

    def __init__(self, house: House, kind: str) -> None:
        self.house, self.kind, self.rules = house, kind, profile(TODAY)
        cast = house.cast
        linked = [house.letter(), house.letter()]
        self.flow = self.rules.kind(kind).flow
        self.journal = house.journal if kind in KINDS else journal_of(house, self.rules, kind)
        others = [each.code for each in self.rules.kinds_of(self.flow) if each.code != kind]
        people = [cast.melnychenko.person, cast.tkachenko.person]
        units = [cast.units["land"], cast.units["legal"]]
        self.known: dict[str, tuple[Any, Any]] = {
            "kind": (kind, others[0]),
            "regime": ("ordinary", "information"),
            "correspondent": (house.sender.pk, "Громадська спілка «Вишиванка»"),
            "case_index": (house.case.pk, house.other_case().pk),
            "responsible_unit": tuple(each.pk for each in units),
            "first_reviewer": tuple(each.pk for each in people),
            "settlement": tuple(each.pk for each in cast.settlements[:2]),
            "district": tuple(each.pk for each in cast.districts[:2]),
            "links": tuple(each.registrations.get().number for each in linked),
            "received_at": (short_date(TODAY - timedelta(days=2)), short_date(TODAY - timedelta(days=3))),
            "correspondent_date": (
                short_date(TODAY - timedelta(days=5)),
                short_date(TODAY - timedelta(days=6)),
            ),
            "deadline": (short_date(TODAY + timedelta(days=2)), short_date(TODAY + timedelta(days=1))),
            "access_level": ("general", "restricted"),
            "form": ("paper", "electronic"),
            "language": ("uk", "en"),
            "channel": tuple(each.code for each in self.rules.channels_for(self.flow, kind)[:2]),
        }
        self.people = people

    @property
    def fields(self) -> list[CardField]:
        return [each for each in self.rules.fields_for(self.kind) if not each.is_derived]

    @property
    def own(self) -> list[CardField]:
        """Fields tried one by one: all of one kind of each flow, of the others what is only theirs."""
        return [each for each in self.fields if self.kind in WHOLE or each.kinds]

    def values(self, field: CardField) -> tuple[Any, Any]:
        if field.code in self.known:
            return self.known[field.code]
        if field.type == "choice":
            return field.choices[0][0], field.choices[1][0]
        if field.type == "bool":
            return "on", ""
        if field.type == "int":
            return "3", "4"
        if field.type == "date":
            return short_date(TODAY - timedelta(days=9)), short_date(TODAY - timedelta(days=8))
        if field.type == "person":
            return self.people[0].pk, self.people[1].pk
        return f"Перше {field.code.replace('_', ' ')}", f"Друге {field.code.replace('_', ' ')}"

    def data(self, which: int, **more: Any) -> dict[str, str]:
        data: dict[str, str] = {}
        for field in self.fields:
            value = str(self.values(field)[which])
            data |= posted(field, value)
        confirmed = {f"confirm_{each.code}": "1" for each in self.fields}
        late = {"late_reason": "лист знайшли сьогодні"}
        return data | confirmed | late | {key: str(value) for key, value in more.items()}


def posted(field: CardField, value: str) -> dict[str, str]:
    """As a browser posts it: a box for choosing sends its words too, an unticked box nothing but its mark."""
    if field.code == "correspondent":
        return {"correspondent": value if value.isdecimal() else "", "correspondent_text": value}
    if field.code == "addressees":
        return {"addressees-0": "", "addressees-0_text": value}
    if field.type == "bool":
        return ({field.code: value} if value else {}) | {f"{field.code}_shown": "1"}
    return {field.code: value}


def register(walk: Walk) -> Document:
    house, key = walk.house, f"walk-{walk.kind}"
    if walk.kind in KINDS:
        incoming = IncomingForm(
            walk.data(0, late_reason="перевірка"), actor=house.clerk, journal=walk.journal, today=TODAY
        )
        check(walk, incoming)
        done = actions.register_incoming(incoming.to_card(), key=key, by=house.clerk)
    else:
        created = CreatedForm(walk.data(0), actor=house.clerk, journal=walk.journal, today=TODAY)
        check(walk, created)
        values = {"sitting": "20", "convocation": "VIII"}
        done = actions.register_created(created.to_card(number_values=values), key=key, by=house.clerk)
    return Document.objects.get(pk=done.document_id)


def check(walk: Walk, form: CardForm) -> None:
    assert form.is_valid(), form.errors
    missing = {each.code for each in walk.fields} - set(form.fields)
    assert not missing, f"not on the form: {missing}"


def journal_of(house: House, rules: Profile, kind: str) -> Journal:
    """The journal of the sample set that takes this kind."""
    actions.seed_sample_journals(house.cast.council, TODAY.year)
    taking = [
        each
        for each in Journal.objects.filter(organisation=house.cast.council).exclude(stream="incoming")
        if kind in {one.code for one in kinds_for(rules, each.stream, each.index)}
    ]
    assert taking, f"no journal takes {kind}"
    return taking[0]


@pytest.mark.parametrize("kind", [*KINDS, *CREATED])
def test_each_field_of_the_card_is_filled_in_shown_printed_and_in_rest(house: House, kind: str) -> None:
    walk = Walk(house, kind)
    document = register(walk)
    card = document_card(house.clerk, document.pk, today=TODAY)
    assert card is not None
    shown = {each.code: each.text for each in card.values}
    empty = [each.code for each in walk.fields if not shown[each.code]]
    assert not empty, f"lost on the way: {empty}"
    printed = dict(card_lines(card))
    assert {each.title for each in walk.fields} <= set(printed)
    caller = make_caller(house, ["documents:read"], restricted_too=True, journal=walk.journal)
    told = caller.get(f"/documents/{document.pk}").json()["fields"]
    assert {code: told[code]["text"] for code in shown} == shown
    assert set(told) == {each.code for each in walk.rules.fields_for(kind)}


@pytest.mark.parametrize("kind", [*KINDS, *CREATED])
def test_each_field_of_the_card_is_corrected_and_the_change_is_told(house: House, kind: str) -> None:
    walk = Walk(house, kind)
    document = register(walk)
    for field in walk.own:
        card = document_card(house.clerk, document.pk, today=TODAY)
        assert card is not None
        if field.code == "kind":
            continue
        before = next(each.text for each in card.values if each.code == field.code)
        data = posted(field, str(walk.values(field)[1])) | {
            "reason": "перевірка",
            "version": str(document.version),
        }
        data["kind"] = kind
        form = CorrectionForm(
            data, record=card.record, actor=house.clerk, journal=walk.journal, only=[field.code]
        )
        assert form.is_valid(), (field.code, form.errors)
        changes = form.changes()
        assert list(changes) == [field.code], field.code
        actions.correct_card(
            document.pk, changes, reason="перевірка", version=card.record.document.version, by=house.clerk
        )
        after = document_card(house.clerk, document.pk, today=TODAY)
        assert after is not None
        now = next(each.text for each in after.values if each.code == field.code)
        assert now != before, field.code
        if field.code != "deadline":
            told = [change for change in after.timeline[0].changes if change.label == field.title]
            assert [(change.old, change.new) for change in told] == [(before, now)], field.code


@pytest.mark.parametrize("kind", [*KINDS, *CREATED])
def test_each_field_of_the_card_narrows_the_journal(house: House, kind: str) -> None:
    walk = Walk(house, kind)
    document = register(walk)
    for field in walk.own:
        first, second = walk.values(field)
        if field.code == "correspondent":
            second = ""
        for value, found in ((first, True), (second, False)):
            if value in ("", None):
                continue
            query = QueryDict(mutable=True)
            query[filter_name(field.code)] = {"on": "true"}.get(str(value), str(value))
            narrowed = JournalFilter(query, actor=house.clerk, journal=walk.journal, today=TODAY)
            assert narrowed.form.is_valid(), (field.code, narrowed.form.errors)
            assert narrowed.active(), field.code
            ids = [row.document_id for row in journal_page(house.clerk, walk.journal, narrowed).rows]
            if field.code in ("form", "language", "access_level", "regime", "channel") and not found:
                assert document.pk not in ids, field.code
            else:
                assert (document.pk in ids) is found, (field.code, value)


def test_what_is_derived_is_worked_out_or_waits_for_its_room(house: House) -> None:
    rules: Profile = profile(TODAY)
    derived = {each.code for each in rules.fields.values() if each.is_derived}
    assert derived - set(VALUES) <= NOT_KEPT_YET
    letter = house.letter(responsible_unit=house.cast.units["land"])
    actions.close_document(letter.pk, note="Відповідь 4/02-10", by=house.clerk)
    card = document_card(house.clerk, letter.pk, today=TODAY)
    assert card is not None
    texts = {each.code: each.text for each in card.values}
    for code in ("own_number", "own_date", "case_title", "retention", "responsible_unit_index", "registrar",
                 "execution_mark", "indicators", "monitoring_stop"):  # fmt: skip
        assert texts[code], code
    assert json.dumps({each.code: each.text for each in card.values})
