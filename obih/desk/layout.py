"""Where the fields of the card stand on the screen of registration: the usual ones, then the fold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.forms import ModelChoiceField
from django.utils.safestring import SafeString

from obih.appeals.forms import ApplicantsForm
from obih.council.deciding import PLACE
from obih.registry.forms import CardForm
from obih.registry.forms.numbers import LATE_FIELDS, NUMBER_FIELDS
from obih.ui.templatetags.obih_forms import field as draw

WHO = (("correspondent", 0), ("correspondent_number", 0), ("correspondent_date", 0))
ABOUT = (("title", 12),)
WHAT = (("kind", 4), ("received_at", 3), ("received_time", 2), ("access_level", 3))
BASIS = (("access_basis", 12),)
WHERE = (("case_index", 4), ("deadline", 4), ("first_reviewer", 4))
HOW = (("channel", 4), ("form", 4), ("sheets_main", 2), ("sheets_annex", 2))
LINES = (
    ("who", WHO, "who"),
    ("about", ABOUT, ""),
    ("what", WHAT, ""),
    ("where", WHERE, ""),
    ("how", HOW, ""),
)
APPLICANT_LINES = (
    ("applicant", (("author", 5), ("applicant_address", 4), ("applicant_contact", 3)), ""),
    ("about", ABOUT, ""),
    ("who", WHO, "who"),
    ("what", WHAT, ""),
    ("urgency", (("urgency_reason", 12),), ""),
    (
        "appeal",
        (("appeal_kind", 3), ("appeal_sign", 3), ("appeal_subject", 3), ("appeal_category", 3)),
        "",
    ),
    ("others", (("co_authors", 9), ("authors_count", 3)), ""),
    ("where", WHERE, ""),
    ("how", HOW, ""),
)
"""The screen of what a person wrote: who he is comes first, who passed it on only if somebody did."""
APPLICANT_LABELS = {
    "author": "Заявник",
    "correspondent": "Надійшло через",
    "title": "Про що",
    "applicant_address": "Де живе",
    "applicant_contact": "Телефон або пошта",
    "authors_count": "Скільки підписали",
    "urgency_reason": "Чому терміново",
}
CREATED_LINES = (
    ("to", (("addressees", 0),), ""),
    ("party", (("contract_party", 6), ("contract_party_number", 3), ("contract_party_date", 3)), ""),
    ("about", ABOUT, ""),
    *((name, places, "") for name, places in PLACE),
    ("what", (("kind", 4), ("signer", 5), ("access_level", 3)), ""),
    ("base", (("contract_base", 4), ("contract_subject", 8)), ""),
    ("sum", (("contract_sum", 4), ("contract_currency", 3), ("contract_vat", 5)), ""),
    (
        "term",
        (
            ("contract_starts_on", 3),
            ("contract_ends_on", 3),
            ("contract_prolongs_months", 3),
            ("contract_warn_days", 3),
        ),
        "",
    ),
    ("where", (("case_index", 4), ("main_executor", 4), ("responsible_unit", 4)), ""),
    ("why", (("link_kind", 4), ("links", 8)), ""),
    ("how", HOW, ""),
)
"""The screen of what is made here; a line whose fields the kind does not have is left out."""
LABELS = {
    "correspondent": "Від кого",
    "correspondent_number": "Їхній номер",
    "correspondent_date": "Дата",
    "title": "Зміст",
    "kind": "Вид",
    "received_at": "Одержано",
    "access_level": "Доступ",
    "case_index": "Справа",
    "deadline": "Відповісти до",
    "first_reviewer": "На розгляд",
    "channel": "Спосіб надходження",
    "sheets_main": "Аркушів",
    "sheets_annex": "Додатків",
}
"""Short words of the screen where the instruction has long ones."""
HIDDEN = ("not_duplicate_because", "repeats")
NUMBER_ROWS = (NUMBER_FIELDS, LATE_FIELDS)
FIRST = ("correspondent", "contract_party", "addressees", "title")
CREATED_LABELS = {
    "addressees": "Кому",
    "signer": "Підписав",
    "main_executor": "Виконавець",
    "responsible_unit": "Підрозділ",
    "links": "Номер документа",
    "link_kind": "Зв’язок",
    "channel": "Надіслати",
}


@dataclass(frozen=True)
class Line:
    """A row of drawn fields; `at` names a layout of its own."""

    name: str
    fields: list[SafeString]
    at: str = ""


@dataclass
class Layout:
    """The drawn form: the lines of the screen, and what the fold holds."""

    lines: list[Line] = field(default_factory=list)
    basis: list[SafeString] = field(default_factory=list)
    fold: list[SafeString] = field(default_factory=list)
    count: int = 0
    numbers: list[list[SafeString]] = field(default_factory=list)
    """The number of the card and its late entry, each a row; they stand in a fold of their own."""
    numbers_open: bool = False


def lay_out(form: CardForm, last: dict[str, tuple[str, str]], *, fold: bool = False) -> Layout:
    """Draw the form. `last` gives what F2 brings back: code → (value, words). The fold is drawn if it is
    wanted or has an error; else it is asked for when it is opened."""
    layout = Layout()
    for each in form.fields.values():
        if isinstance(each, ModelChoiceField):
            each.empty_label = "—"
    for name, places, at in lines_of(form):
        drawn = [_draw(form, code, width, last) for code, width in places if code in form.fields]
        if drawn:
            layout.lines.append(Line(name, drawn, at))
    rest = folded(form)
    if "access_basis" in form.fields and "access_basis" not in rest:
        layout.basis = [_draw(form, code, width, last) for code, width in BASIS]
    layout.count = len(rest)
    layout.numbers = [
        [_draw(form, code, 0, last) for code in row] for row in NUMBER_ROWS if row[0] in form.fields
    ]
    layout.numbers_open = _said_of_number(form)
    if fold or any(form.has_error(code) for code in rest):
        layout.fold = [_draw(form, code, _width(form, code), last) for code in rest]
    return layout


def lines_of(form: CardForm) -> tuple[tuple[str, tuple[tuple[str, int], ...], str], ...]:
    """The lines of the screen: of what a person wrote, of what else came, of what is made here."""
    if isinstance(form, ApplicantsForm):
        return APPLICANT_LINES
    if form.flow == "incoming":
        return LINES
    return CREATED_LINES[1:] if "contract_party" in form.fields else CREATED_LINES


def folded(form: CardForm) -> list[str]:
    """Codes of the fields that stand in the fold: all that are not on the screen itself. The ground of a
    restriction is on the screen as soon as access is restricted."""
    shown = {code for _, places, _ in lines_of(form) for code, _ in places} | set(HIDDEN)
    shown |= {code for row in NUMBER_ROWS for code in row}
    restricted = "access_level" in form.fields and form["access_level"].value() == "restricted"
    if restricted or form.has_error("access_basis"):
        shown.add("access_basis")
    return [code for code in form.fields if code not in shown]


def _said_of_number(form: CardForm) -> bool:
    """Whether something stands in the fold of the number, or is wrong there."""
    codes = [code for row in NUMBER_ROWS for code in row if code in form.fields]
    return any(form.has_error(code) or form[code].value() not in (None, "", "next") for code in codes)


def _draw(form: CardForm, code: str, width: int, last: dict[str, tuple[str, str]]) -> SafeString:
    more: dict[str, Any] = {}
    if code in last:
        more = {"last": last[code][0], "last_text": last[code][1]}
    if code == _first(form):
        more |= {"autofocus": True, "data_first": True}
    labels = LABELS if form.flow == "incoming" else LABELS | CREATED_LABELS
    labels = LABELS | APPLICANT_LABELS if isinstance(form, ApplicantsForm) else labels
    return draw(
        form[code],
        width=width or None,
        label=labels.get(code, ""),
        hint="" if code in labels or code == "received_time" else None,
        **more,
    )


def _first(form: CardForm) -> str:
    """The field where typing begins."""
    codes = (code for _, places, _ in lines_of(form) for code, _ in places)
    return next((code for code in codes if code in form.fields), "")


def _width(form: CardForm, code: str) -> int:
    known = form.card_fields.get(code)
    return 12 if known is not None and known.type == "long_text" else 4
