"""What people and other rooms ask of the list of cases."""

from __future__ import annotations

from django.db.models import Max, QuerySet

from obih.history.models import Event
from obih.nomenclature.models import CaseIndex, Nomenclature


def active_cases(year: int, organisation_code: str | None = None) -> QuerySet[CaseIndex]:
    """Cases of a year that still take documents, by index; of one organisation or of all."""
    found = CaseIndex.objects.filter(nomenclature__year=year, closed_on__isnull=True)
    if organisation_code is not None:
        found = found.filter(nomenclature__organisation_code=organisation_code)
    return found.select_related("nomenclature").order_by("nomenclature__organisation_code", "index")


def find_cases(text: str, year: int, organisation_code: str | None = None) -> QuerySet[CaseIndex]:
    """Active cases whose index begins so or whose title has these words."""
    found = active_cases(year, organisation_code)
    for word in text.split():
        found = found.filter(index__istartswith=word) | found.filter(title__icontains=word)
    return found


def nomenclature_of(organisation_code: str, year: int) -> Nomenclature | None:
    return Nomenclature.objects.filter(organisation_code=organisation_code, year=year).first()


def nomenclatures() -> QuerySet[Nomenclature]:
    """Every list, the newest year first."""
    return Nomenclature.objects.order_by("-year", "organisation_code")


def latest_year(organisation_code: str) -> int | None:
    """The newest year an organisation has a list for."""
    found = Nomenclature.objects.filter(organisation_code=organisation_code).aggregate(latest=Max("year"))
    return found["latest"]


def case_history(case: CaseIndex) -> list[Event]:
    """What happened to a case, the newest first."""
    return list(Event.objects.about("nomenclature.caseindex", case.pk).order_by("-seq"))


def summary(cases: list[CaseIndex]) -> dict[str, int]:
    """The closing note of a yearly list: how many cases of each length of keeping (№ 1000/5)."""
    found = {"постійного": 0, "тривалого (понад 10 років)": 0, "тимчасового (до 10 років)": 0}
    for case in cases:
        found[_length(case.retention)] += 1
    return found


def _length(retention: str) -> str:
    if retention.startswith("Постійно"):
        return "постійного"
    years = retention.split()[0]
    is_long = years.isdigit() and int(years) > 10
    return "тривалого (понад 10 років)" if is_long else "тимчасового (до 10 років)"
