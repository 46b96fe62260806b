"""What is said to people: inside the system and by mail."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from obih.notices.vocabulary import MailKind, MailState, Security
from obih.people.models import Person
from obih.people.sealing import unseal


class Notice(models.Model):
    """A line in somebody’s list: something happened that he should know."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    document_key = models.CharField(max_length=40, blank=True)
    """A key of the room that gave the notice; opaque here."""
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.text


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, now: datetime) -> MailQuerySet:
        return self.filter(state=MailState.WAITING, next_try_at__lte=now)

    def needing_a_person(self) -> MailQuerySet:
        """Letters that go no further until the administrator decides."""
        return self.filter(state__in=[MailState.IN_DOUBT, MailState.REFUSED])


class Mail(models.Model):
    """A letter in the outbox. Its Message-ID never changes, whatever happens on the way."""

    message_id = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=MailKind)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    sealed_body = models.TextField()
    """Sealed, because it may hold a one-time link; emptied when the letter has gone."""
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="mail_waiting"),
            models.Index(fields=["state"], condition=~Q(state="sent"), name="mail_not_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"

    @property
    def body(self) -> str:
        """The text, or nothing when it has gone or was sealed by another installation."""
        return unseal(self.sealed_body) or "" if self.sealed_body else ""


class MailSettings(models.Model):
    """The one mail server letters go through. At most one row."""

    host = models.CharField("сервер SMTP", max_length=200)
    port = models.PositiveIntegerField("порт", default=587)
    security = models.CharField("захист", max_length=10, choices=Security, default=Security.STARTTLS)
    username = models.CharField("ім’я", max_length=200, blank=True)
    sealed_password = models.TextField(blank=True)
    from_address = models.EmailField("адреса відправника")
    from_name = models.CharField("ім’я відправника", max_length=120, blank=True)
    report_to = models.EmailField("куди надсилати нічну контрольну точку", blank=True)
    is_on = models.BooleanField("надсилати листи", default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_mail_server")]
        verbose_name_plural = "mail settings"

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class LinkRequest(models.Model):
    """Somebody at the door asks for a link. Kept whether or not such an account exists."""

    asked = models.CharField(max_length=254)
    base_url = models.CharField(max_length=200)
    origin = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["origin", "created_at"], name="link_request_origin")]

    def __str__(self) -> str:
        return f"{self.created_at:%d.%m.%Y %H:%M}"
