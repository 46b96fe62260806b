"""Examples for the page of components: the same hromada as in the tests and pictures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from obih.ui.forms import Combobox, DateField
from obih.ui.layout import other_layout
from obih.ui.parts import FileRow, Happening, NavItem, Option, Pages, Pick, Shell, Step, View
from obih.ui.words import counted

CORRESPONDENTS = {
    "1": ("ГУ ДПС у Черкаській області", 14),
    "2": ("Подільська сільська рада", 2),
    "3": ("Черкаська обласна державна адміністрація", 9),
    "4": ("КП «Калинопільське ВУЖКГ»", 6),
}
TODAY = date(2026, 11, 24)


def options(typed: str) -> list[Option]:
    """Rows whose name has the words, in either keyboard layout; the last one creates."""
    wanted = [word.lower() for word in (typed, other_layout(typed)) if word]
    rows = [
        Option(key, name, counted(count, "лист", "листи", "листів"))
        for key, (name, count) in CORRESPONDENTS.items()
        if not typed or any(word in name.lower() for word in wanted)
    ]
    new = Option("", f"Новий кореспондент «{typed}»", new_url="/_ui/components/options/") if typed else None
    return [*rows, *([new] if new else [])]


class LetterForm(forms.Form):
    """A form with one field of each kind."""

    correspondent = forms.CharField(
        label="Від кого",
        widget=Combobox("/_ui/components/options/", display=lambda key: CORRESPONDENTS.get(key, ("",))[0]),
    )
    number = forms.CharField(
        label="Їхній номер", error_messages={"required": "Упишіть номер із листа або «б/н»"}
    )
    written_on = DateField(label="Дата", lean="past", today=lambda: TODAY)
    summary = forms.CharField(label="Зміст", widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label="Вид", choices=[("letter", "Лист"), ("request", "Запит")])
    due_on = DateField(
        label="Відповісти до",
        lean="future",
        required=False,
        today=lambda: TODAY,
        help_text="0511, +30 або «завтра»",
    )
    scan = forms.FileField(label="Файл", required=False, help_text="PDF або зображення, до 40 МБ")
    form = forms.ChoiceField(
        label="Форма", choices=[("e", "Електронна"), ("p", "Паперова")], widget=forms.RadioSelect
    )
    control = forms.BooleanField(label="Узяти на контроль", required=False)


def _wrong_form() -> LetterForm:
    form = LetterForm(
        {"correspondent": "1", "correspondent_text": "ГУ ДПС у Черкаській області", "written_on": "3111"},
        auto_id="bad_%s",
    )
    form.is_valid()
    return form


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=timezone.get_default_timezone())


def shell() -> Shell:
    return Shell(
        organisation="Калинопільська селищна рада",
        person="Галина Бойко",
        post="діловод",
        profile_url="#",
        find_url="/_ui/components/",
        help_url="#",
        bell_url="#",
        bell_count=3,
        training=True,
    )


def nav() -> list[NavItem]:
    return [
        NavItem("Мій стіл", "/", "desk", key="D"),
        NavItem("На реєстрацію", "/waiting/", "inbox", 8, "I"),
        NavItem("Журнали", "/_ui/components/", "journal", key="J"),
        NavItem("Контроль", "/control/", "clock", 9, "C", group="Порядок", late=True),
        NavItem("Люди", "/people/", "user", key="P", group="Громада"),
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    return {
        "shell": shell(),
        "nav": nav(),
        "form": LetterForm({}) if request.GET.get("empty") else LetterForm(initial={"written_on": TODAY}),
        "wrong": _wrong_form(),
        "states": [
            ("new", "без резолюції"),
            ("work", "у роботі"),
            ("soon", "2 дні"),
            ("late", "на 4 дні"),
            ("done", "виконано"),
            ("filed", "до справи"),
            ("void", "анульовано"),
            ("shut", "обмежений доступ"),
        ],
        "views": [View("Сьогодні", "#", 5), View("Не закриті", "#", 1086, True), View("Увесь 2026", "#")],
        "picks": [Pick("Стан: не закриті", "#"), Pick("Відділ", "#", add=True)],
        "steps": [
            Step("Надійшов", "16.11, СЕВ", "done"),
            Step("Зареєстровано", "Галина Бойко", "done"),
            Step("Резолюція", "у голови, 3 год", "now"),
            Step("Виконання"),
            Step("До справи"),
        ],
        "happenings": [
            Happening(_at(24, 9, 10), "Тарас Левчук відкрив проєкт"),
            Happening(_at(23, 16, 20), "Наталія Коваль погодила проєкт"),
            Happening(_at(16, 9, 31), "Галина Бойко зареєструвала 1796/02-10"),
        ],
        "rows": [
            FileRow("Лист ГУ ДПС.pdf", "#", "1 арк., оригінал із підписом", "file", "done", "підпис дійсний"),
            FileRow("Додаток.xlsx", "#", "3 арк.", "clip", "", "без підпису"),
        ],
        "reqs": [("Вид", "лист"), ("Справа", "02-10, 5 років"), ("Доступ", "загальний"), ("Зайве", "")],
        "letters": [
            ("1847/02-10", "Черкаська ОВА", "Про стан укриттів у закладах освіти", "soon", "завтра"),
            (
                "1846/02-10",
                "Держпраці, Черкаси",
                "Про інспектування праці",
                "new",
                "без резолюції",
            ),
            (
                "1845/03-05",
                "КП «Калинопільське ВУЖКГ»",
                "Про тарифи на воду",
                "work",
                "у роботі",
            ),
            ("1841/04-02", "Поліція, Золотоноша", "Запит щодо характеристики", "shut", "обмежений"),
            ("1796/02-10", "Податкова, Черкаси", "Про подання переліків орендарів", "late", "на 4 дні"),
        ],
        "pages": Pages("1–50 із 86", next_url="#"),
        "on": TODAY,
        "moment": _at(24, 10, 42),
    }
