"""One task with everything that happened to it, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from obih.people.actors import Actor
from obih.people.vocabulary import Scope
from obih.registry.access import why_not_close
from obih.registry.models import Link, Registration
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import LinkKind
from obih.tasks.models import Answer, Assignment, Extension, Point, Report, ReportFile, Step
from obih.tasks.queries.panel import ShownPoint, shown_point, waits_for_control
from obih.tasks.queries.tree import PointNode, Tree, tree_of, walk
from obih.tasks.vocabulary import Duty, ExtensionState, PointState

_NUMBER = Registration.objects.filter(moved_to=None).order_by("registered_at").values("number")


@dataclass(frozen=True)
class AnswerTold:
    document_id: UUID
    number: str
    title: str
    is_final: bool
    sent: bool
    seen: bool
    """Whether the actor sees that document: of another he learns only that there is one."""

    @property
    def url(self) -> str:
        return f"/documents/{self.document_id}/"


@dataclass(frozen=True)
class TaskPage:
    """A task, its executors, what they said and did, and what waits for a decision."""

    point: Point
    number: str
    node: PointNode
    shown: ShownPoint
    above: ShownPoint | None
    steps: list[Step]
    reports: list[Report]
    """Each with `kept`: its files."""
    answers: list[AnswerTold]
    asked: Extension | None
    open_below: int
    others_stand: bool
    """Whether tasks of the document besides this one and its parts are open or still under control."""

    @property
    def url(self) -> str:
        return f"/tasks/{self.point.pk}/"

    @property
    def parts(self) -> list[Assignment]:
        """What co-executors have handed to the main one."""
        return [each for each in self.node.others if each.part]

    def own(self, actor: Actor, duty: str) -> Assignment | None:
        """The actor’s place in the task with this duty, or None."""
        everybody = [*self.node.others, *([self.node.main] if self.node.main else [])]
        able = actor.within(Scope.REVIEW)
        return next((each for each in everybody if each.duty == duty and each.principal in able), None)


def task_page(actor: Actor, point_id: int) -> TaskPage | None:
    """The task if the actor sees its document; six statements."""
    number = Subquery(_NUMBER.filter(document=OuterRef("document"))[:1])
    rows = Point.objects.filter(visible_rows(actor, "document_id"), pk=point_id)
    rows = rows.select_related("resolution", "document", "deadline", "parent").annotate(number_told=number)
    point = rows.defer("document__words").first()
    if point is None or point.state == PointState.DRAFT:
        return None
    tree, today = tree_of(point.document_id), timezone.localdate()
    found = _find(tree, point.pk)
    if found is None:
        return None
    node, above = found
    own = [*walk(node.below), node]
    return TaskPage(
        point=point,
        number=point.number_told or "",  # type: ignore[attr-defined]
        node=node,
        shown=shown_point(node, actor, today),
        above=shown_point(above, actor, today) if above else None,
        steps=list(Step.objects.filter(point=point).select_related("assignment")),
        reports=_reports(point),
        answers=_answers(point, actor),
        asked=Extension.objects.filter(point=point, state=ExtensionState.ASKED).first(),
        open_below=sum(1 for each in node.below for one in each.points if one.point.is_open),
        others_stand=any(
            each.point.is_open or (each.point.state == PointState.DONE and waits_for_control(each.point))
            for each in tree.points()
            if each not in own
        ),
    )


def _find(tree: Tree, point_id: int) -> tuple[PointNode, PointNode | None] | None:
    nodes = {each.point.pk: each for each in tree.points()}
    node = nodes.get(point_id)
    return (node, nodes.get(node.point.parent_id or 0)) if node else None


def _reports(point: Point) -> list[Report]:
    reports = list(Report.objects.filter(point=point))
    files = ReportFile.objects.filter(report__in=reports).select_related("content") if reports else ()
    for report in reports:
        report.kept = [each for each in files if each.report_id == report.pk]  # type: ignore[attr-defined]
    return reports


def _answers(point: Point, actor: Actor) -> list[AnswerTold]:
    number = Subquery(_NUMBER.filter(document=OuterRef("document"))[:1])
    rows = Answer.objects.filter(point=point).select_related("document").defer("document__words")
    return [
        AnswerTold(
            each.document_id,
            each.number_told or "",
            each.document.title,
            each.is_final,
            each.sent_at is not None,
            each.seen,
        )
        for each in rows.annotate(number_told=number, seen=visible_rows(actor, "document_id"))
    ]


def replies_to(actor: Actor, document_id: UUID) -> list[tuple[str, str]]:
    """Documents of ours registered in reply to this one that the actor sees: (id, «12/02-10, Про дороги»)."""
    rows = Link.objects.filter(visible_rows(actor, "source_id"), target=document_id, kind=LinkKind.IN_REPLY)
    number = Subquery(_NUMBER.filter(document=OuterRef("source"))[:1])
    told = rows.annotate(number_told=number).values_list("source_id", "number_told", "source__title")
    return [(str(key), f"{found}, {title}") for key, found, title in told[:20]]


def documents_numbered(actor: Actor, numbers: Sequence[str]) -> dict[str, UUID]:
    """The newest document of each of these numbers that the actor sees."""
    rows = Registration.objects.filter(visible_rows(actor, "document_id"), number__in=numbers, moved_to=None)
    return dict(rows.order_by("registered_at").values_list("number", "document_id"))


def file_of(actor: Actor, file_id: UUID) -> ReportFile | None:
    """A file of a report, if the actor sees the document of its task."""
    rows = ReportFile.objects.filter(visible_rows(actor, "report__point__document_id"), pk=file_id)
    return rows.select_related("content", "report__point__document").first()


def may_close(actor: Actor, page: TaskPage) -> bool:
    """Whether the actor may put the document of the task away, once nothing stands in the way."""
    document = page.point.document
    standing = Registration.objects.filter(document=document, moved_to=None).select_related("journal")
    first = standing.order_by("registered_at").first()
    return (
        document.closed_at is None and first is not None and not why_not_close(actor, document, first.journal)
    )


def gathered(page: TaskPage) -> str:
    """What the co-executors handed and those below reported, as the beginning of the main one’s report."""
    lines = [f"{each.label}: {each.part}" for each in page.parts]
    below = [
        one.point.pk for each in page.node.below for one in each.points if one.point.state == PointState.DONE
    ]
    reports = Report.objects.filter(point__in=below, is_interim=False).select_related("assignment")
    last = {each.point_id: each for each in reports.order_by("made_at")} if below else {}
    lines += [f"{each.made_by_label}: {each.text}" for each in last.values()]
    return "\n".join(lines)


def said_now(page: TaskPage) -> dict[str, str]:
    """What of a task is compared when somebody else was faster: what was seen and what stands now."""
    point = page.point
    return {
        "Стан": page.shown.chip[1],
        "Строк": f"{point.due_on:%d.%m.%Y}" if point.due_on else "без строку",
        "Головний виконавець": page.shown.main,
        "Контроль": "знято" if point.lifted_at else "на контролі" if point.on_control else "не на контролі",
    }


def duty_of(page: TaskPage, actor: Actor) -> str:
    """In what place the actor stands here, in words; empty for one who only looks on."""
    for duty, said in (
        (Duty.MAIN, "ви головний виконавець"),
        (Duty.CO, "ви співвиконавець"),
        (Duty.INFO, "вам до відома"),
    ):
        if page.own(actor, duty):
            return said
    return ""
