"""Files of long journals: asked for by a person, made by the worker, kept for a day for that person only."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from obih.desk.events import EXPORT_ASKED
from obih.desk.models import KEPT_FOR, PreparedFile
from obih.files.actions import keep_one
from obih.files.problems import FileProblem
from obih.files.receiving import receiving
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.notices.actions import tell_once
from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.people.models import Account
from obih.people.queries import actor_for
from obih.registry.journal_lines import Cells, JournalLines, gaps_of, summary_of
from obih.registry.layouts import layout_of
from obih.registry.long_printing import NotTypeset, long_pdf
from obih.registry.models import Journal
from obih.registry.printing import JournalHead, foot_of, head_of, span_of
from obih.registry.queries.filters import JournalFilter
from obih.registry.queries.journals import journal_for
from obih.registry.queries.walk import walk
from obih.registry.sheets import write_xlsx
from obih.ui.refusals import Refused
from obih.ui.words import short_date

KINDS = ("pdf", "xlsx")
MOST = 200_000
AT_ONCE = 3
"""So many files a person may wait for at a time."""
STEP = 1000
FILES_MOST_BYTES = 512 * 1024 * 1024
NOT_MADE = "Файл не вдалося зробити: спробуйте ще раз або звузьте період"
GONE = "Журнал вам більше не доступний"


def ask_for_file(journal: Journal, kind: str, query: str, *, by: Actor) -> PreparedFile:
    """Have the worker make a file of what the filter shows. The same asked for again while it is made, is
    the same file. Raises Refused."""
    if refusal := why_not_change(by):
        raise Refused(refusal)
    if kind not in KINDS or by.account_id is None:
        raise Refused("Такого файла не буває")
    if len(query) > 2000:
        raise Refused("Задовгий фільтр: зніміть частину умов")
    forget_old()
    mine = PreparedFile.objects.filter(account=by.account_id, made_at=None, problem="")
    if found := mine.filter(journal=journal, kind=kind, query=query).first():
        return found
    if mine.count() >= AT_ONCE:
        raise Refused(f"Уже готуються {AT_ONCE} ваші файли: дочекайтеся їх")
    with unit_of_work():
        made = PreparedFile.objects.create(account_id=by.account_id, journal=journal, kind=kind, query=query)
        record(EXPORT_ASKED, by=by, about=journal, title=journal.title, kind=kind.upper(), file=made.pk)
    return made


def forget_old() -> int:
    """Forget files older than a day; their bytes go with the next sweep."""
    gone, _ = PreparedFile.objects.filter(asked_at__lt=timezone.now() - KEPT_FOR).delete()
    return gone


def prepare(file_id: UUID) -> None:
    """Make the file with the eyes of who asked, as he is now. A second run of a made one does nothing."""
    it = PreparedFile.objects.filter(pk=file_id, made_at=None, problem="").select_related("account").first()
    if it is None:
        return
    actor = actor_for(Account.objects.get(pk=it.account_id))
    journal = journal_for(actor, it.journal.code)
    if journal is None:
        PreparedFile.objects.filter(pk=it.pk).update(problem=GONE)
        return
    with tempfile.TemporaryDirectory(prefix="obih-export-") as folder:
        path = Path(folder) / f"file.{it.kind}"
        try:
            _make(it, journal, actor, path)
            _keep(it, path, actor)
        except (NotTypeset, FileProblem) as problem:
            PreparedFile.objects.filter(pk=it.pk).update(problem=NOT_MADE)
            raise RuntimeError(f"export {it.pk}") from problem


def _make(it: PreparedFile, journal: Journal, actor: Actor, path: Path) -> None:
    filters = JournalFilter(QueryDict(it.query), actor=actor, journal=journal)
    today = timezone.localdate()
    ids, _ = walk(actor, journal, filters, MOST)
    layout = layout_of(journal.stream)
    head = head_of(journal, layout)
    lines = JournalLines(actor, journal, layout, ids, gaps_of(actor, journal, filters))
    PreparedFile.objects.filter(pk=it.pk).update(total=len(ids) + len(lines.gaps), done=0)

    def told(done: int) -> None:
        PreparedFile.objects.filter(pk=it.pk).update(done=done)

    if it.kind == "xlsx":
        with path.open("wb") as into:
            rows = _sheet_rows(head, lines, journal, filters, told)
            write_xlsx(into, rows, widths=head.widths)
        return
    started = span_first(lines, ids)

    def closing() -> dict[str, object]:
        _, finished = span_of(lines.tally, filters, today)
        return {"last": True, "finished": finished, "summary": summary_of(journal, filters, lines.tally)}

    long_pdf(path, head, lines, foot_of(actor.label, today), closing, told, started=started)


def span_first(lines: JournalLines, ids: list[UUID]) -> str:
    """The day of the first line, for the head: the first part is typeset before the last is read."""
    from obih.registry.models import Registration

    found = Registration.objects.filter(document__in=ids[:1], journal=lines.journal).first()
    return short_date(timezone.localdate(found.registered_at)) if found else ""


def _sheet_rows(
    head: JournalHead, lines: JournalLines, journal: Journal, filters: JournalFilter, told: object
) -> Iterator[Cells]:
    assert callable(told)
    yield head.columns
    for number, line in enumerate(lines, 1):
        yield line
        if number % STEP == 0:
            told(number)
    yield (summary_of(journal, filters, lines.tally),)


def _keep(it: PreparedFile, path: Path, actor: Actor) -> None:
    name = f"{it.journal.title}.{it.kind}"
    with path.open("rb") as made, receiving(FILES_MOST_BYTES) as receive, unit_of_work():
        content = keep_one(receive(made, name))
        PreparedFile.objects.filter(pk=it.pk).update(content=content, made_at=timezone.now())
        person = it.account.person
        if person is not None:
            tell_once(person, it.pk, f"Файл журналу «{it.journal.title}» готовий", f"/exports/{it.pk}/")
