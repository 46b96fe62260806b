"""The general department’s report: figures of registration, sittings, requests, execution; its paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from obih.appeals.models import Extension, Forwarding
from obih.desk import department_words as words
from obih.desk.department_words import DepartmentFacts, UnitDiscipline
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.people.models import Organisation, Sitting
from obih.registry.models import Copy, Registration
from obih.registry.paper import Paper, Table, heading
from obih.registry.printing import foot_of
from obih.registry.queries.volumes import Volumes, volumes
from obih.registry.vocabulary import Stream
from obih.tasks.queries.board import Scope
from obih.tasks.queries.reports import DisciplineReport, discipline, reminders_sent
from obih.tasks.reporting import FIGURES, discipline_tables, month_told

MONTH_LETTERS = 7
TITLE = "Звіт загального відділу"


@dataclass(frozen=True)
class Period:
    """A month or a year; `key` is «2026-11» or «2026»."""

    key: str
    since: date
    until: date

    @property
    def words(self) -> str:
        """«листопад 2026 року», «2026 рік»."""
        return f"{month_told(self.since)} року" if len(self.key) == MONTH_LETTERS else f"{self.key} рік"

    @property
    def before(self) -> tuple[date, date]:
        last = self.since - timedelta(days=1)
        return last.replace(day=1) if len(self.key) == MONTH_LETTERS else last.replace(month=1, day=1), last


def period_of(text: str, today: date) -> Period:
    """The period of an address; this month where it names none."""
    try:
        if len(text) == 4:
            year = int(text)
            if 1991 < year < 2200:
                return Period(text, date(year, 1, 1), date(year, 12, 31))
        first = date.fromisoformat(f"{text}-01") if len(text) == MONTH_LETTERS else today.replace(day=1)
    except ValueError:
        first = today.replace(day=1)
    if not 1991 < first.year < 2200:
        first = today.replace(day=1)
    until = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return Period(f"{first:%Y-%m}", first, until)


def periods(today: date) -> list[Period]:
    """What may be chosen: the last twelve months, this year and the last one."""
    months, first = [], today.replace(day=1)
    for _ in range(12):
        months.append(period_of(f"{first:%Y-%m}", today))
        first = (first - timedelta(days=1)).replace(day=1)
    return [period_of(str(today.year), today), period_of(str(today.year - 1), today), *months]


@dataclass(frozen=True)
class DepartmentReport:
    facts: DepartmentFacts
    paper: Paper


def department_report(actor: Actor, organisation: Organisation, period: Period) -> DepartmentReport:
    """The report of an organisation whose volumes the actor may see; of tasks, only those he sees.

    Registered documents are told by numbers only, so closed ones count as they do in the note on volumes.
    """
    kinds = {code: kind.title for code, kind in profile().kinds.items()}
    told = volumes(organisation, period.since, period.until, kinds)
    scope = Scope((organisation.pk,), timezone.localdate())
    done = discipline(actor, scope, period.since, period.until)
    sent = reminders_sent(actor, scope, period.since, period.until)
    facts = _facts(organisation, period, told, done, sent)
    return DepartmentReport(facts, _paper(organisation, period, told, facts, done, actor.label))


def _facts(
    organisation: Organisation, period: Period, told: Volumes, done: DisciplineReport, sent: int
) -> DepartmentFacts:
    counts = {each.title: each.total for each in told.streams}
    total = done.total
    return DepartmentFacts(
        period=period.words,
        registered=told.total.originals,
        before=_registered(organisation, *period.before).count(),
        streams=[(each.title, each.originals) for each in told.streams],
        electronic=told.total.electronic,
        sittings=_sittings(organisation, period),
        decisions=counts.get(Stream.DECISIONS.label, 0),
        decision_topics=_topics(organisation, period),
        orders=_orders(organisation, period),
        appeals=counts.get(Stream.APPEALS.label, 0),
        requests=counts.get(Stream.INFORMATION.label, 0),
        request_channels=_channels(organisation, period),
        forwarded=_noted(Forwarding, organisation, period),
        prolonged=_noted(Extension, organisation, period),
        assigned=total.assigned,
        on_time=total.on_time,
        late=total.late,
        in_progress=total.in_progress,
        late_now=total.in_progress_late,
        extended=total.extended,
        average_days=total.average_days,
        share=total.share,
        reminders=sent,
        units=[
            UnitDiscipline(
                each.name, each.figures.assigned, each.figures.in_progress_late, each.figures.share
            )
            for each in done.lines
        ],
    )


def _moments(since: date, until: date) -> tuple[datetime, datetime]:
    begins, ends = (datetime.combine(each, time.min) for each in (since, until + timedelta(days=1)))
    return timezone.make_aware(begins), timezone.make_aware(ends)


def _registered(organisation: Organisation, since: date, until: date):  # type: ignore[no-untyped-def]
    begins, ends = _moments(since, until)
    return Registration.objects.filter(
        organisation=organisation, registered_at__gte=begins, registered_at__lt=ends, moved_to=None,
        allocation__void=None,
    ).order_by()  # fmt: skip


def _sittings(organisation: Organisation, period: Period) -> list[tuple[str, int, int]]:
    rows = Sitting.objects.filter(
        body__organisation=organisation, held_on__gte=period.since, held_on__lte=period.until
    )
    extra = Count("pk", filter=Q(form__icontains="позачерг"))
    return list(
        rows.order_by().values("body__name").annotate(n=Count("pk"), extra=extra).order_by("-n", "body__name")
        .values_list("body__name", "n", "extra")
    )  # fmt: skip


def _topics(organisation: Organisation, period: Period) -> list[tuple[str, int]]:
    """Decisions by the case they are filed in: the nearest there is to a subject."""
    rows = _registered(organisation, period.since, period.until).filter(
        journal__stream=Stream.DECISIONS, document__case_index__isnull=False
    )
    found = rows.values("document__case_index__title").annotate(n=Count("pk"))
    return list(found.order_by("-n").values_list("document__case_index__title", "n"))


def _orders(organisation: Organisation, period: Period) -> list[tuple[str, int]]:
    rows = _registered(organisation, period.since, period.until).filter(journal__stream=Stream.ORDERS)
    found = rows.values("journal__title").annotate(n=Count("pk")).order_by("-n")
    return list(found.values_list("journal__title", "n"))


def _channels(organisation: Organisation, period: Period) -> list[tuple[str, int]]:
    """Requests by the way the first copy came."""
    requests = _registered(organisation, period.since, period.until).filter(
        journal__stream=Stream.INFORMATION
    )
    copies = Copy.objects.filter(document__in=requests.values("document"), arrived_at__isnull=False)
    first = copies.values("document").annotate(first=Min("pk")).values("first")
    rows = Copy.objects.filter(pk__in=first).values("channel_code").annotate(n=Count("pk")).order_by("-n")
    titles = {code: each.title for code, each in profile().channels.items()}
    return [(titles.get(code, code), n) for code, n in rows.values_list("channel_code", "n")]


def _noted(model: type[Forwarding] | type[Extension], organisation: Organisation, period: Period) -> int:
    begins, ends = _moments(period.since, period.until)
    return model.objects.filter(  # type: ignore[attr-defined,no-any-return]
        document__organisation=organisation, noted_at__gte=begins, noted_at__lt=ends
    ).count()


def _paper(
    organisation: Organisation,
    period: Period,
    told: Volumes,
    facts: DepartmentFacts,
    done: DisciplineReport,
    printed_by: str,
) -> Paper:
    streams = Table(
        "", ("Документи", "Зареєстровано", "Паперових", "Електронних"), (4, 1.5, 1.5, 1.5),
        tuple(
            (each.title, str(each.originals), str(each.paper), str(each.electronic))
            for each in (*told.streams, told.total)
        ),
    )  # fmt: skip
    by_unit = discipline_tables(done, "unit")[0]
    units = Table("", by_unit.columns, (3.0, *(1.0,) * len(FIGURES)), by_unit.lines)
    blocks: list[str | Table] = [heading("Документообіг"), *words.document_flow(facts)]
    blocks += [streams] if told.streams else []
    blocks += [heading("Засідання, рішення і розпорядження"), *words.decisions(facts)]
    blocks += [heading("Звернення громадян і запити на інформацію"), *words.citizens(facts)]
    blocks += [heading("Виконання документів"), *words.execution(facts)]
    blocks += [units] if done.lines else []
    foot = foot_of(printed_by, timezone.localdate())
    return Paper(organisation.name, TITLE, f"за {period.words}", tuple(blocks), foot)
