"""The rules on pages: lists by group, one rule with its history, a change from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from obih.law.access import Editing, why_not_edit_rules
from obih.law.actions import add_rule, change_rule, withdraw_rule
from obih.law.forms import WithdrawalForm, first_values, rule_form
from obih.law.listing import said
from obih.law.models import GROUPS, Rule
from obih.law.queries import profile, rule_history, rules_of
from obih.law.vocabulary import Confidence
from obih.ui.dates import DateProblem, parse_date
from obih.ui.parts import Happening, View
from obih.ui.refusals import Refused
from obih.ui.words import counted, short_date

GROUP_TITLES = {
    "kinds": "Види документів",
    "terms": "Строки",
    "regimes": "Порядки розгляду",
    "channels": "Способи надходження",
    "grounds": "Підстави відмови",
    "fields": "Поля картки",
    "retention": "Строки зберігання",
    "proofs": "КЕП чи вхід",
}
SURE = frozenset({Confidence.SOURCE.value, Confidence.LOCAL.value})


def actor_of(request: HttpRequest) -> Editing:
    actor: Editing = request.actor  # type: ignore[attr-defined]
    return actor


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    return _list(request, "kinds")


@require_GET
def group(request: HttpRequest, group: str) -> HttpResponse:
    return _list(request, _known(group))


def _list(request: HttpRequest, group: str) -> HttpResponse:
    """Rules of a group that hold on a day (today unless another is typed) or begin later."""
    on, problem = _asked_day(request.GET.get("on", ""))
    text = request.GET.get("q", "").strip()[:100]
    rules = profile(on)
    rows = [row for row in rules_of(group, on) if _matches(row, text)]
    unsure = sum(row.confidence not in SURE for row in rows)
    return render(
        request,
        "law/rules.html",
        {
            "title": f"{GROUP_TITLES[group]}: {len(rows)}",
            "unsure": counted(unsure, "рядок", "рядки", "рядків") if unsure else "",
            "group": group,
            "groups": [
                View(title, reverse("law:group", args=[code]), current=code == group)
                for code, title in GROUP_TITLES.items()
            ],
            "rows": [_line(row, rules, on) for row in rows],
            "on": on,
            "is_today": on == timezone.localdate(),
            "q": text,
            "problem": problem,
            "version": rules.version,
            "why_not": why_not_edit_rules(actor_of(request)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """One rule: what it says, every row it ever had, the form to change it from a day on."""
    history = rule_history(_known(group), code)
    if not history:
        raise Http404
    newest = history[0][0]
    rules = profile()
    form_class = rule_form(group, rules)
    posted = request.method == "POST"
    form = form_class(request.POST) if posted else form_class(initial=first_values(newest))
    if posted and form.is_valid():
        try:
            _change(request, group, newest, form)
            return redirect("law:rule", group, code)
        except Refused as refused:
            refused.put_on(form)
    page = _rule_page(request, group, history, rules) | {"form": form}
    return render(request, "law/rule.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def addition(request: HttpRequest, group: str) -> HttpResponse:
    """A rule of the hromada's own."""
    form_class = rule_form(_known(group), profile(), with_code=True)
    posted = request.method == "POST"
    form = form_class(request.POST) if posted else form_class()
    if posted and form.is_valid():
        try:
            row = add_rule(
                group, form.values, valid_from=form.cleaned_data["valid_from"], by=actor_of(request)
            )
            messages.success(request, f"Правило «{row.title}» додано")
            return redirect("law:rule", group, row.code)
        except Refused as refused:
            refused.put_on(form)
    page = {
        "form": form,
        "group": group,
        "group_title": GROUP_TITLES[group],
        "why_not": why_not_edit_rules(actor_of(request)),
    }
    return render(request, "law/addition.html", page, status=422 if form.errors else 200)


@require_POST
def withdrawal(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """Let a rule hold to a day and no longer."""
    history = rule_history(_known(group), code)
    if not history:
        raise Http404
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        try:
            last_on: date = form.cleaned_data["last_on"]
            row = withdraw_rule(group, history[0][0].pk, last_on=last_on, by=actor_of(request))
            messages.success(request, f"«{row.title}» діє до {short_date(last_on)}")
            return redirect("law:rule", group, code)
        except Refused as refused:
            refused.put_on(form)
    rules = profile()
    page = _rule_page(request, group, history, rules) | {
        "form": rule_form(group, rules)(initial=first_values(history[0][0])),
        "withdrawal": form,
    }
    return render(request, "law/rule.html", page, status=422)


def _change(request: HttpRequest, group: str, newest: Rule, form: Any) -> None:
    valid_from: date = form.cleaned_data["valid_from"]
    row = change_rule(group, newest.pk, form.values, valid_from=valid_from, by=actor_of(request))
    messages.success(request, f"Правило «{row.title}» діє по-новому з {short_date(valid_from)}")


def _rule_page(
    request: HttpRequest, group: str, history: list[tuple[Rule, list[Any]]], rules: Any
) -> dict[str, Any]:
    newest = history[0][0]
    events = sorted({event.seq: event for _, each in history for event in each}.items(), reverse=True)
    return {
        "group": group,
        "group_title": GROUP_TITLES[group],
        "row": newest,
        "rows": [_line(row, rules, timezone.localdate()) for row, _ in history],
        "happenings": [Happening(event.at, f"{event.actor_label}: {event.tell()}") for _, event in events],
        "withdrawal": WithdrawalForm(),
        "why_not": why_not_edit_rules(actor_of(request))
        or (f"Правило не діє після {short_date(newest.valid_to)}." if newest.valid_to else None),
    }


def _line(row: Rule, rules: Any, on: date) -> dict[str, Any]:
    """A row as lists show it."""
    never_held = row.valid_to is not None and row.valid_to < row.valid_from
    return {
        "row": row,
        "said": said(row.as_value(), rules),
        "sure": row.confidence in SURE,
        "is_coming": row.valid_from > on,
        "never_held": never_held,
        "is_over": row.valid_to is not None and row.valid_to < on and not never_held,
    }


def _matches(row: Rule, text: str) -> bool:
    told = f"{row.title} {row.code} {row.legal_basis}".lower()
    return all(word in told for word in text.lower().split())


def _asked_day(text: str) -> tuple[date, str]:
    """The day typed in the address; today and a sentence when it is no day."""
    today = timezone.localdate()
    if not text.strip():
        return today, ""
    try:
        return parse_date(text[:40], today), ""
    except DateProblem as problem:
        return today, problem.sentence


def _known(group: str) -> str:
    if group not in GROUPS:
        raise Http404
    return group
