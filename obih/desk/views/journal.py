"""A journal: the grid, its filters, saved views, preview, export."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obih.desk import columns as grid_columns
from obih.desk import exporting
from obih.desk.cells import shown_rows
from obih.desk.forms import FIRST_FILTERS, filter_form
from obih.desk.keeping import actor_of
from obih.people.actors import Actor
from obih.registry import actions, queries
from obih.registry.access import why_not_register
from obih.registry.models import Journal
from obih.registry.queries.arrivals import Stub, stubs_between
from obih.registry.queries.numbers import reads_numbers
from obih.ui.parts import Pages, Pick, View
from obih.ui.refusals import Refused
from obih.ui.words import short_date

READY_VIEWS = (
    ("Сьогодні", "today"),
    ("Не виконані", "state=open"),
    ("Прострочені", "state=overdue"),
    ("Без розгляду", "state=unassigned"),
)


def journal_or_404(actor: Actor, code: str) -> Journal:
    """The journal; what is absent and what is not this actor’s look alike."""
    found = queries.journal_for(actor, code)
    if found is None:
        raise Http404
    return found


def journal(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    book = journal_or_404(actor, code)
    prefetch_related_objects([book], "readers")  # asked twice below
    filters = queries.JournalFilter(request.GET, actor=actor, journal=book)
    page = queries.journal_page(actor, book, filters, request.GET.get("after"))
    columns = grid_columns.titled(grid_columns.chosen(request), book.stream)
    address, query = request.path, _query(request, filters.query)
    filter_url = f"{reverse('desk:journal_filters', args=[code])}?{query}"
    context = {
        "journal": book,
        "page": page,
        "columns": columns,
        "rows": shown_rows(page.rows, columns, _stubs(actor, book, filters, page), preview=code),
        "views": _views(actor, book, address, filters.query),
        "picks": [
            Pick(f"{each.label}: {each.value}", f"{address}?{each.query_without}")
            for each in filters.active()
        ],
        "clear_url": address if filters.query else "",
        "filter_url": filter_url,
        "save_url": f"{filter_url}#save",
        "wrong": _wrong(filters),
        "pages": _pages(address, query, page),
        "span": len(columns) + 1,
        "csv_url": f"{reverse('desk:journal_export', args=[code, 'csv'])}?{query}",
        "xlsx_url": f"{reverse('desk:journal_export', args=[code, 'xlsx'])}?{query}",
        "print_url": f"{reverse('registry:journal_print', args=[code])}?{query}",
        "numbers_url": reverse("desk:numbers", args=[code]) if reads_numbers(actor, book) else "",
        "register_url": reverse("desk:registration", args=[code]),
        "why_not_register": why_not_register(actor, book),
        "count_words": f"{page.count} за фільтром" if filters.query else f"{page.count}",
    }
    response = render(request, "desk/journal.html", context)
    if "cols" in request.GET:
        response.set_cookie(
            grid_columns.COOKIE,
            grid_columns.kept(columns),
            max_age=400 * 86400,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response


def _stubs(
    actor: Actor, book: Journal, filters: queries.JournalFilter, page: queries.JournalPage
) -> list[Stub]:
    """Numbers whose documents moved on, between the lines of this page; a filter leaves them out."""
    if filters.query:
        return []
    since = page.rows[-1].registered_at if page.next and page.rows else None
    until = page.rows[0].registered_at if page.previous and page.rows else None
    return stubs_between(actor, book, since, until)


def _wrong(filters: queries.JournalFilter) -> list[str]:
    """What could not be read in the address, each with the name of its field."""
    if not filters.is_bound:
        return []
    form = filters.asked
    return [
        f"{form.fields[name].label}: {each}"
        for name, rows in form.errors.items()
        for each in rows
        if name in form.fields
    ]


def _query(request: HttpRequest, filters: str) -> str:
    """The filters in force and, if chosen in the address, the columns."""
    cols = [("cols", code) for code in request.GET.getlist("cols")]
    return "&".join(part for part in (filters, urlencode(cols)) if part)


def _views(actor: Actor, book: Journal, address: str, query: str) -> list[View]:
    present = dict(parse_qsl(query))
    today = f"since={short_date(timezone.localdate())}"
    ready = [(name, today if told == "today" else told) for name, told in READY_VIEWS]
    own = [(each.name, each.query) for each in queries.saved_views(actor, book)]
    year = [(f"Увесь {timezone.localdate().year}", f"year={timezone.localdate().year}")]
    return [
        View(name, f"{address}?{told}", current=_filters_of(told) == present)
        for name, told in [*ready, *own, *year]
    ]


def _filters_of(query: str) -> dict[str, str]:
    return {name: value for name, value in parse_qsl(query) if name != "cols"}


def _pages(address: str, query: str, page: queries.JournalPage) -> Pages:
    def at(cursor: str | None) -> str:
        rest = f"&{query}" if query else ""
        return f"{address}?after={cursor}{rest}" if cursor else ""

    shown = f"Показано {len(page.rows)} із {page.count}" if page.rows else ""
    return Pages(shown, next_url=at(page.next), previous_url=at(page.previous))


def journal_filters(request: HttpRequest, code: str) -> HttpResponse:
    """The panel of filters and columns: a page of its own, or with scripts a part of the journal."""
    actor = actor_of(request)
    book = journal_or_404(actor, code)
    filters = queries.JournalFilter(request.GET, actor=actor, journal=book)
    chosen = {column.code for column in grid_columns.chosen(request)}
    form, query = filter_form(filters), _query(request, filters.query)
    others = [name for name in form.fields if name not in FIRST_FILTERS]
    wanted = request.GET.get("all") == "1" or any(form[name].value() for name in others)
    rest = [form[name] for name in others] if wanted else []
    address = reverse("desk:journal", args=[code])
    context = {
        "journal": book,
        "first": [form[name] for name in FIRST_FILTERS if name in form.fields],
        "rest": rest,
        "all_url": f"{request.path}?{query}&all=1",
        "columns": [(column, column.code in chosen) for column in grid_columns.COLUMNS],
        "query": query,
        "action": address,
        "back_url": f"{address}?{query}",
        "views_url": reverse("desk:journal_views", args=[code]),
        "own": queries.saved_views(actor, book),
    }
    part = "#filters" if getattr(request, "htmx", False) else ""
    return render(request, f"desk/journal_filters.html{part}", context)


def journal_preview(request: HttpRequest, code: str, document_id: UUID) -> HttpResponse:
    """The right half of the journal: the gist of a card. Reading a restricted one is noted as on the card."""
    from obih.desk.views.documents import card_context

    journal_or_404(actor_of(request), code)
    return render(request, "desk/_preview.html", card_context(request, document_id))


def journal_export(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """Everything the filter shows, as CSV or XLSX; at most as many rows as `exporting.MOST`."""
    actor = actor_of(request)
    book = journal_or_404(actor, code)
    if kind not in exporting.KINDS:
        raise Http404
    filters = queries.JournalFilter(request.GET, actor=actor, journal=book)
    name = f"{book.title}, {timezone.localdate():%Y-%m-%d}.{kind}"
    marked = exporting.uuids(request.GET.getlist("marked"))
    return exporting.respond(kind, name, exporting.lines(actor, book, filters, marked))


@require_POST
def journal_views(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the present filter under a name, or forget a kept one (`remove`)."""
    actor = actor_of(request)
    book = journal_or_404(actor, code)
    if remove := request.POST.get("remove"):
        if not remove.isdecimal() or len(remove) > 18:
            raise Http404
        actions.remove_view(int(remove), by=actor)
        return HttpResponseRedirect(reverse("desk:journal", args=[code]))
    name, query = request.POST.get("name", "").strip(), request.POST.get("query", "")
    if not name:
        raise Refused("Назвіть перегляд: за назвою його видно над журналом")
    actions.save_view(book, name, query, by=actor)
    return HttpResponseRedirect(f"{reverse('desk:journal', args=[code])}?{query}")
