"""What a document is. When and under what number it was registered is another thing: `Registration`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from obih.files.models import Content
from obih.history.keys import uuid7
from obih.nomenclature.models import CaseIndex
from obih.people.models import District, Organisation, Person, Settlement, Unit
from obih.registry.models.correspondents import Correspondent
from obih.registry.vocabulary import Access, FileRole, Form, LinkKind, PartyRole


class Document(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="documents")
    kind_code = models.CharField("вид", max_length=40)
    regime_code = models.CharField("порядок розгляду", max_length=40, default="ordinary")
    title = models.CharField("заголовок", max_length=500)
    summary = models.TextField("короткий зміст", blank=True)
    form = models.CharField("форма", max_length=12, choices=Form)
    access_level = models.CharField("доступ", max_length=12, choices=Access, default=Access.GENERAL)
    access_basis = models.CharField("підстава обмеження", max_length=300, blank=True)
    case_index = models.ForeignKey(CaseIndex, models.PROTECT, null=True, blank=True, related_name="documents")
    settlement = models.ForeignKey(
        Settlement, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="documents")
    first_reviewer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="to_review"
    )
    responsible_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    language = models.CharField("мова", max_length=8, default="uk")
    urgent = models.BooleanField("терміново", default=False)
    added: Any = models.JSONField("додаткові поля", default=dict, blank=True)
    profile_version = models.PositiveIntegerField(default=0)
    device_created_at = models.DateTimeField(null=True, blank=True)
    dated_on: date | None = models.DateField("дата документа", null=True, blank=True)  # type: ignore[assignment]
    """Where it differs from the day of registration: a decision is dated by its sitting."""
    awaits_scan = models.BooleanField("без скану", default=False, db_default=False)
    """A paper document registered before it was scanned; the first file takes the mark away."""
    external_id = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField("виконано", null=True, blank=True)
    """Repeats `closure.closed_at`, so that the list of what is open is one walk along an index."""
    reviewed_at = models.DateTimeField("розглянуто", null=True, blank=True)
    """When the first reviewer decided what is to be done; until then it waits in his folder."""
    version = models.PositiveIntegerField(default=1)
    """Raised by each correction: whoever corrects an older version is told so."""
    words = SearchVectorField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            GinIndex(fields=["words"], name="document_words", fastupdate=False),
            GinIndex(fields=["added"], name="document_added", opclasses=["jsonb_path_ops"], fastupdate=False),
            models.Index(fields=["kind_code", "-created_at"], name="document_of_kind"),
            models.Index(
                fields=["first_reviewer", "-created_at"],
                name="document_to_review",
                condition=models.Q(closed_at=None, reviewed_at=None),
            ),
            models.Index(fields=["-created_at"], name="document_open", condition=models.Q(closed_at=None)),
            models.Index(
                fields=["organisation", "created_at"],
                name="document_awaits_scan",
                condition=models.Q(awaits_scan=True),
            ),
            # What few documents are: these few are gathered first, not looked for among all (`queries.rare`).
            models.Index(fields=["-created_at"], name="document_urgent", condition=models.Q(urgent=True)),
            models.Index(
                fields=["-created_at"],
                name="document_restricted",
                condition=models.Q(access_level=Access.RESTRICTED),
            ),
            models.Index(
                fields=["regime_code", "-created_at"],
                name="document_of_regime",
                condition=~models.Q(regime_code="ordinary"),
            ),
            models.Index(fields=["-created_at"], name="document_with_added", condition=~models.Q(added={})),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="external_id_comes_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Closure(models.Model):
    """The mark of execution (№ 55, p. 41): who said that nothing more is to be done, when, how it ended."""

    document = models.OneToOneField(Document, models.CASCADE, related_name="closure")
    note = models.CharField("позначка про виконання", max_length=300)
    closed_at = models.DateTimeField("виконано")
    closed_by_label = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.note


class Party(models.Model):
    """Someone in a role on a document, with his own number and date of it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="parties")
    role = models.CharField("роль", max_length=20, choices=PartyRole)
    order = models.PositiveSmallIntegerField(default=0)
    correspondent = models.ForeignKey(
        Correspondent, models.PROTECT, null=True, blank=True, related_name="parties"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("ім’я або назва", max_length=300, blank=True)
    is_natural = models.BooleanField("фізична особа", default=False, db_default=False)
    address = models.CharField("адреса", max_length=300, blank=True, db_default="")
    contact = models.CharField("телефон або пошта", max_length=200, blank=True, db_default="")
    number = models.CharField("їхній номер", max_length=120, blank=True)
    number_key = models.CharField(max_length=120, blank=True)
    dated_on: date | None = models.DateField("їхня дата", null=True, blank=True)  # type: ignore[assignment]

    class Meta:
        ordering = ["order"]
        indexes = [
            models.Index(fields=["correspondent", "number_key"], name="party_their_number"),
            models.Index(fields=["number_key"], name="party_number", condition=~models.Q(number_key="")),
            models.Index(fields=["correspondent", "document"], name="party_of_document"),
            models.Index(fields=["dated_on"], name="party_dated", condition=models.Q(dated_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name or str(self.correspondent)


class Copy(models.Model):
    """A copy as it travels: one that came to us (a paper after its e-mail is a second one), or one for an
    addressee of ours with what became of it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="copies")
    party = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, related_name="copies")
    channel_code = models.CharField("канал", max_length=40)
    arrived_at = models.DateTimeField(null=True, blank=True)
    outside_id = models.CharField("ідентифікатор у каналі", max_length=200, blank=True)
    address = models.CharField("куди", max_length=300, blank=True, db_default="")
    sent_at = models.DateTimeField("надіслано", null=True, blank=True)
    sent_by_label = models.CharField(max_length=300, blank=True, db_default="")
    tracking_number = models.CharField("номер відправлення", max_length=60, blank=True, db_default="")
    delivered_at = models.DateTimeField("доставлено", null=True, blank=True)
    number_there = models.CharField("номер в адресата", max_length=120, blank=True)
    dated_there_on = models.DateField("дата в адресата", null=True, blank=True)
    refused_at = models.DateTimeField("відмовлено", null=True, blank=True)
    refused_because = models.CharField("чому відмовлено", max_length=300, blank=True, db_default="")
    note = models.CharField("примітка", max_length=300, blank=True, db_default="")
    container = models.ForeignKey(Content, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["outside_id"], name="copy_outside_id", condition=~models.Q(outside_id="")),
            models.Index(
                fields=["document"],
                name="copy_not_sent",
                condition=models.Q(sent_at=None, arrived_at=None, party__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.channel_code}"


class DocumentFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7)
    document = models.ForeignKey(Document, models.CASCADE, related_name="files")
    content = models.ForeignKey(Content, models.PROTECT, related_name="uses")
    role = models.CharField("що це", max_length=20, choices=FileRole, default=FileRole.MAIN)
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("назва", max_length=255)
    added_at = models.DateTimeField()
    added_by_label = models.CharField(max_length=300)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class FileWithdrawal(models.Model):
    """A wrong file put aside: its bytes and its row stay, the card says who withdrew it and why."""

    file = models.OneToOneField(DocumentFile, models.CASCADE, related_name="withdrawal")
    reason = models.CharField("чому вилучено", max_length=300)
    withdrawn_at = models.DateTimeField()
    withdrawn_by_label = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.reason


class Instance(models.Model):
    """A physical or electronic original: where it is and who holds it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="instances")
    medium = models.CharField("носій", max_length=12, choices=Form)
    count = models.PositiveSmallIntegerField("примірників", default=1, db_default=1)
    sheets_main = models.PositiveSmallIntegerField("аркушів документа", null=True, blank=True)
    sheets_annex = models.PositiveSmallIntegerField("аркушів додатків", null=True, blank=True)
    place = models.CharField("місце", max_length=200, blank=True)
    holder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="holds")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField("відколи там", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["holder", "-since", "-id"],
                name="paper_held_by",
                condition=models.Q(medium=Form.PAPER, holder__isnull=False),
            ),
            models.Index(
                fields=["unit", "-since", "-id"],
                name="paper_in_unit",
                condition=models.Q(medium=Form.PAPER, unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}, {self.medium}"


class Link(models.Model):
    """From a document to a document."""

    source = models.ForeignKey(Document, models.CASCADE, related_name="links")
    target = models.ForeignKey(Document, models.PROTECT, related_name="linked_from")
    kind = models.CharField("зв’язок", max_length=20, choices=LinkKind)
    point = models.CharField("пункт", max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind", "point"], name="linked_once"),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="not_linked_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
