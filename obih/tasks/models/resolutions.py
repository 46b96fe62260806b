"""Who decided what is to be done: resolutions and their points."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from obih.files.models import Content
from obih.history.keys import uuid7
from obih.people.models import Organisation, Person, Position, Unit
from obih.registry.models import Deadline, Document
from obih.tasks.vocabulary import DueSource, Every, Mode, Origin, PointState, Proof, ResolutionState


class Resolution(models.Model):
    """What somebody decided on a document, in points. Parallel first reviewers each have their own.

    `parent` is the point that this one distributes further down. A draft stays beside the issued one: who
    prepared it, what was returned and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    document = models.ForeignKey(Document, models.PROTECT, related_name="resolutions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("Point", models.PROTECT, null=True, blank=True, related_name="distributed_by")
    origin = models.CharField("звідки", max_length=12, choices=Origin, default=Origin.RESOLUTION)
    author = models.ForeignKey(Person, models.PROTECT, related_name="resolutions")
    author_position = models.ForeignKey(Position, models.PROTECT, null=True, blank=True, related_name="+")
    author_label = models.CharField("автор", max_length=300)
    acted_label = models.CharField("хто діяв", max_length=300, blank=True)
    """Where somebody acted «за» the author: both names stay."""
    mode = models.CharField("спосіб", max_length=10, choices=Mode, default=Mode.SYSTEM)
    coordinator = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="coordinates")
    """The deputy who coordinates: told of it, may supplement, may change neither sense nor main executor."""
    state = models.CharField("стан", max_length=10, choices=ResolutionState, default=ResolutionState.PREPARED)
    dated_on = models.DateField("дата резолюції")
    prepared_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    prepared_label = models.CharField("хто підготував або вніс", max_length=300, blank=True)
    issued_at = models.DateTimeField("накладено", null=True, blank=True)
    returned_because = models.CharField("чому повернуто", max_length=500, blank=True)
    proof = models.CharField("чим засвідчується", max_length=10, choices=Proof, default=Proof.ACCOUNT)
    signature = models.ForeignKey(Content, models.PROTECT, null=True, blank=True, related_name="+")
    """The signature’s container, where the hromada’s instruction asks for one."""
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(
                fields=["author", "-created_at"],
                name="resolution_prepared",
                condition=Q(state="prepared"),
            ),
            models.Index(fields=["organisation", "dated_on"], name="resolution_of_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(issued_at__isnull=False), name="issued_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_label}, {self.dated_on:%d.%m.%Y}"


class Point(models.Model):
    """One point: what, by when, under control or not. Addressed to somebody it is a task (завдання).

    `due_on` is the day to work towards (the internal norm or the author’s date), `limit_on` the legal
    maximum. `unit`, `person`, `organisation` and `document` repeat the main executor and the resolution, so
    that boards and reports are one walk along an index.
    """

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="points")
    document = models.ForeignKey(Document, models.PROTECT, related_name="points")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveSmallIntegerField("порядок", default=0)
    number = models.CharField("пункт", max_length=20, blank=True)
    text = models.CharField("що зробити", max_length=2000)
    state = models.CharField("стан", max_length=10, choices=PointState, default=PointState.DRAFT)
    on_control = models.BooleanField("на контролі", default=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    due_on: date | None = models.DateField("виконати до", null=True, blank=True)  # type: ignore[assignment]
    due_source = models.CharField("звідки строк", max_length=8, choices=DueSource, default=DueSource.NONE)
    limit_on = models.DateField("за законом не пізніше", null=True, blank=True)
    first_due_on = models.DateField("первісний строк", null=True, blank=True)
    deadline = models.ForeignKey(Deadline, models.SET_NULL, null=True, blank=True, related_name="points")
    """The document’s deadline that this point answers; a change of it moves `due_on`."""
    every = models.CharField("повторюється", max_length=10, choices=Every, default=Every.ONCE, blank=True)
    every_until = models.DateField("повторюється до", null=True, blank=True)
    rolls_back = models.BooleanField("з вихідного переноситься назад", default=False)
    """Reports due to higher bodies fall on the preceding working day."""
    series = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="occurrences")
    assigned_at = models.DateTimeField("доручено", null=True, blank=True)
    accepted_at = models.DateTimeField("прийнято", null=True, blank=True)
    reported_at = models.DateTimeField("прозвітовано", null=True, blank=True)
    closed_at = models.DateTimeField("закрито", null=True, blank=True)
    """When it was accepted as done, or withdrawn; open until then."""
    lifted_at = models.DateTimeField("знято з контролю", null=True, blank=True)
    extensions = models.PositiveSmallIntegerField("скільки разів продовжено", default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["resolution_id", "order", "pk"]
        indexes = [
            models.Index(
                fields=["organisation", "due_on", "unit", "person", "document"],
                include=["state", "on_control"],
                name="task_on_board",
                condition=Q(closed_at=None) & ~Q(state="draft"),
            ),
            models.Index(
                fields=["organisation", "due_on"],
                name="task_to_lift",
                condition=Q(state="done", on_control=True, lifted_at=None),
            ),
            models.Index(fields=["resolution"], name="task_reported", condition=Q(state="reported")),
            models.Index(fields=["organisation", "due_on", "unit"], name="task_of_period"),
            models.Index(fields=["due_on"], name="task_periodic", condition=~Q(every="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "due_on"], name="occurrence_comes_once", condition=Q(series__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(state__in=["done", "withdrawn"]), name="closed_is_decided"
            ),
            models.CheckConstraint(
                condition=Q(limit_on=None) | Q(due_on=None) | Q(due_on__lte=F("limit_on")),
                name="task_within_the_law",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.state != PointState.DRAFT


class Review(models.Model):
    """One more first reviewer besides the one named on the card; each decides for himself."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="reviews")
    asked_by_label = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["document", "reviewer"], name="reviews_once")]
        indexes = [
            models.Index(fields=["reviewer", "-asked_at"], name="review_waiting", condition=Q(done_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.document_id}"


class Phrase(models.Model):
    """A standard phrase of a person, on a digit key; perhaps with the days it gives."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="phrases")
    digit = models.PositiveSmallIntegerField("клавіша")
    text = models.CharField("фраза", max_length=500)
    days = models.PositiveSmallIntegerField("строк, робочих днів", null=True, blank=True)
    on_control = models.BooleanField("на контролі", default=True)

    class Meta:
        ordering = ["digit"]
        constraints = [
            models.UniqueConstraint(fields=["person", "digit"], name="a_digit_has_one_phrase"),
            models.CheckConstraint(condition=Q(digit__lte=9), name="phrase_is_on_a_digit"),
        ]

    def __str__(self) -> str:
        return self.text
