"""The sample set of journals a hromada starts from: data to be changed, not a rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from obih.history.work import unit_of_work
from obih.nomenclature.models import CaseIndex
from obih.people import principals
from obih.people.actors import SYSTEM, Actor
from obih.people.models import Body, District, Organisation
from obih.people.vocabulary import BodyKind, OrganisationKind, Role
from obih.registry.actions.journals import SEEDED_READERS, open_journal, set_reader
from obih.registry.models import Journal
from obih.registry.vocabulary import Access, PeriodKind, Stream

CLOSED_READERS: Mapping[Role, dict[str, bool]] = {
    Role.CLERK: {"may_register": True, "restricted_too": True},
    Role.HEAD: {"restricted_too": True},
}
"""Who reads a closed series: controllers and archivists are let in one by one, with a reason."""


@dataclass(frozen=True)
class Sample:
    """One journal of the set. `body` names the collegial body whose numbers these are."""

    code: str
    stream: Stream
    title: str
    pattern: str
    case: str = ""
    index: str = ""
    period: PeriodKind = PeriodKind.YEAR
    body: BodyKind | None = None
    closed: bool = False


COUNCIL_SET = (
    Sample("out", Stream.OUTGOING, "Вихідні документи", "{case}/{seq}", "02-10", "02"),
    Sample("int", Stream.INTERNAL, "Внутрішні документи", "{seq}-вн", "02-11", "03"),
    Sample("od", Stream.ORDERS, "Розпорядження з основної діяльності", "{seq}-од", "02-01", "-од"),
    Sample("k", Stream.ORDERS, "Розпорядження з кадрових питань", "{seq}-к", "06-01", "-к", closed=True),
    Sample("v", Stream.ORDERS, "Розпорядження про відпустки", "{seq}-в", "06-02", "-в", closed=True),
    Sample("vd", Stream.ORDERS, "Розпорядження про відрядження", "{seq}-вд", "06-02", "-вд", closed=True),
    Sample("ag", Stream.ORDERS, "Розпорядження з господарських питань", "{seq}-аг", "02-02", "-аг"),
    Sample("dec", Stream.DECISIONS, "Рішення ради", "{seq}-{sitting}/{convocation}", "01-03",
           period=PeriodKind.CONVOCATION, body=BodyKind.COUNCIL),
    Sample("con", Stream.CONTRACTS, "Договори", "{seq}", "03-06"),
    Sample("cert", Stream.CERTIFICATES, "Довідки й характеристики", "{seq}-д", "02-11", "-д"),
    Sample("pow", Stream.POWERS, "Довіреності", "{seq}-дов", "04-03"),
    Sample("tel", Stream.TELEPHONE, "Телефонограми", "{seq}-т", "02-15"),
    Sample("prot", Stream.PROTOCOLS, "Протоколи", "{seq}-п", "01-09"),
    Sample("act", Stream.ACTS, "Акти", "{seq}-акт", "05-04"),
    Sample("app", Stream.APPEALS, "Звернення громадян", "{letter}-{seq}", "02-12", closed=True),
    Sample("req", Stream.INFORMATION, "Запити на інформацію", "ЗПІ-{seq}/{yy}", "02-14"),
)  # fmt: skip
EXECUTIVE_SET = (
    Sample("dec", Stream.DECISIONS, "Рішення виконавчого комітету", "{seq}", "01-05",
           body=BodyKind.EXECUTIVE),
    Sample("prot", Stream.PROTOCOLS, "Протоколи засідань виконавчого комітету", "{seq}", "01-05"),
)  # fmt: skip
INSTITUTION_SET = (
    Sample("out", Stream.OUTGOING, "Вихідні документи", "{case}/{seq}", "02-10", "02"),
    Sample("n", Stream.ORDERS, "Накази з основної діяльності", "{seq}-н", "02-01", "-н"),
    Sample("nk", Stream.ORDERS, "Накази з кадрових питань", "{seq}-к", "06-01", "-к", closed=True),
    Sample("con", Stream.CONTRACTS, "Договори", "{seq}", "03-06"),
    Sample("cert", Stream.CERTIFICATES, "Довідки й характеристики", "{seq}-д", "02-11", "-д"),
)
DISTRICT = Sample("cert", Stream.CERTIFICATES, "Довідки старостинського округу", "{district}-{seq}", "02-11")


def sample_set(organisation: Organisation) -> tuple[Sample, ...]:
    """The journals an organisation of this kind usually keeps, besides that of incoming documents."""
    if organisation.kind == OrganisationKind.COUNCIL:
        return COUNCIL_SET
    return EXECUTIVE_SET if organisation.kind == OrganisationKind.EXECUTIVE else INSTITUTION_SET


def seed_sample_journals(
    organisation: Organisation, year: int, *, leave_out: Collection[str] = (), by: Actor = SYSTEM
) -> list[Journal]:
    """Open the sample set of an organisation from the first day of `year`, each journal with its readers;
    streams of `leave_out` are kept some other way.

    A journal whose code is there already stays as it is; one of a body is opened when the body is there;
    a council’s starosta districts get a journal of certificates each. Gives the journals it opened.
    """
    opened = []
    cases = _cases(organisation)
    for sample in sample_set(organisation):
        body = None
        if sample.stream in leave_out:
            continue
        if sample.body:
            body = Body.objects.filter(kind=sample.body, closed_on=None).order_by("-opened_on").first()
            if body is None:
                continue
        opened.append(
            _open(sample, f"{sample.code}-{organisation.code}", organisation, year, cases, by, body=body)
        )
    if organisation.kind == OrganisationKind.COUNCIL:
        for district in District.objects.exclude(index=""):
            code = f"cert-{organisation.code}-{district.pk}"
            opened.append(_open(DISTRICT, code, organisation, year, cases, by, district=district))
    return [each for each in opened if each is not None]


def _cases(organisation: Organisation) -> dict[str, CaseIndex]:
    cases = CaseIndex.objects.filter(nomenclature__organisation_code=organisation.code, closed_on=None)
    return {each.index: each for each in cases.order_by("nomenclature__year")}


def _open(
    sample: Sample,
    code: str,
    organisation: Organisation,
    year: int,
    cases: Mapping[str, CaseIndex],
    by: Actor,
    *,
    body: Body | None = None,
    district: District | None = None,
) -> Journal | None:
    if Journal.objects.filter(code=code).exists():
        return None
    title = f"{sample.title}: {district.name}" if district else sample.title
    with unit_of_work():
        journal = open_journal(
            {
                "code": code,
                "organisation": organisation,
                "stream": sample.stream,
                "title": title,
                "index": sample.index,
                "pattern": sample.pattern,
                "period_kind": sample.period,
                "body": body,
                "district": district,
                "default_access": Access.RESTRICTED if sample.closed else Access.GENERAL,
                "suggested_elsewhere": not sample.closed,
                "default_case": cases.get(sample.case),
                "opened_on": date(year, 1, 1),
            },
            by=by,
        )
    for role, rights in (CLOSED_READERS if sample.closed else SEEDED_READERS).items():
        set_reader(journal, principals.of_role(role, organisation.pk), by=by, **rights)
    return journal
