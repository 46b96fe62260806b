"""Fields and widgets that speak as the clerk types; every one works without scripts too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from obih.ui.dates import DateProblem, Lean, parse_date
from obih.ui.words import relative_day, short_date, weekday_short


class DateInput(forms.TextInput):
    """A text field for a date; the parsed day is said beside the label by dates.js."""

    def __init__(self, attrs: Mapping[str, Any] | None = None, lean: Lean = "near") -> None:
        own = {"data-date": lean, "autocomplete": "off", "inputmode": "text", "class": "input tab"}
        super().__init__({**own, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return short_date(value) if isinstance(value, date) else super().format_value(value)


class DateField(forms.Field):
    """A date in the grammar of `dates.py`. `lean` says where an unfinished date looks.

    The form gets a `datetime.date`; what was typed stays in the field when it is no date.
    """

    widget = DateInput
    default_error_messages = {"required": "Упишіть дату: 0511, 5.11.2026 або «сьогодні»"}

    def __init__(
        self, *, lean: Lean = "near", today: Callable[[], date] | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", DateInput(lean=lean))
        super().__init__(**kwargs)
        self.lean = lean
        self.today = today or timezone.localdate

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value), self.today(), self.lean)
        except DateProblem as problem:
            raise ValidationError(problem.sentence, code="no_such_date") from problem

    def aside(self, value: Any) -> str:
        """Beside the label before any script runs: «пт, через 10 днів»; of a past day only «чт»."""
        try:
            day = self.to_python(value)
        except ValidationError:
            return ""
        if day is None:
            return ""
        today = self.today()
        if self.lean == "past" and day <= today:
            return weekday_short(day)
        return f"{weekday_short(day)}, {relative_day(day, today)}"


class Combobox(forms.Widget):
    """A box that searches a list on the server and posts the id of the row chosen in it.

    Two inputs are posted: `name` (the id, hidden) and `name_text` (what was typed). Without
    scripts only the text comes; the form may look it up in `clean()` through `typed()`.
    `url` answers `?q=` with rows made by `ui/components/options.html`.
    """

    template_name = "ui/components/combobox.html"

    def __init__(
        self,
        url: str | Callable[[], str],
        attrs: Mapping[str, Any] | None = None,
        display: Callable[[Any], str] = str,
    ) -> None:
        super().__init__(dict(attrs or {}))
        self.url = url
        self.display = display
        self.text = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        self.text = data.get(f"{name}_text", "")
        return data.get(name) if self.text.strip() or f"{name}_text" not in data else None

    def typed(self, data: Mapping[str, Any], name: str) -> str:
        """The words in the box, chosen or not."""
        return str(data.get(f"{name}_text", "")).strip()

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, dict(attrs or {}))
        own = context["widget"]["attrs"]
        context["combobox"] = {
            "label": own.pop("aria-label-list", "Варіанти"),
            "url": self.url() if callable(self.url) else self.url,
            "text": self.text or (self.display(value) if value not in (None, "") else ""),
            "value": "" if value is None else value,
        }
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        from django.template.loader import render_to_string

        return render_to_string(self.template_name, self.get_context(name, value, attrs))
