"""What is said to people: inside the system and by mail."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from obih.notices import rules
from obih.notices.vocabulary import AT_ONCE, NOT_PUSHED, ByMail, MailKind, MailState, Security
from obih.people.models import Account, Person
from obih.people.sealing import unseal


class Notice(models.Model):
    """A line in somebody’s list: something happened that he should know."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    document_key = models.CharField(max_length=40, blank=True)
    """A key of the room that gave the notice; opaque here."""
    url = models.CharField(max_length=200, blank=True)
    brief = models.CharField(max_length=120, blank=True)
    """What others may see: a letter’s subject, a locked telephone. No subject matter, no names."""
    in_letter = models.TextField(blank=True)
    """What the letter says instead of `text`, where that holds what stays inside."""
    once_key = models.CharField(max_length=80, blank=True)
    """What it tells of: the same is told to a person once, however often a reaction runs."""
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_after = models.DateTimeField(null=True, blank=True)
    """From when it waits to be put into a letter; None when it goes by none, or stands in `mail`."""
    mail = models.ForeignKey("Mail", models.SET_NULL, null=True, blank=True, related_name="notices")
    push_after = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["mail_after", "person"], condition=Q(mail_after__isnull=False), name="notice_to_mail"
            ),
            models.Index(fields=["push_after"], condition=Q(push_after__isnull=False), name="notice_to_push"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "once_key"], condition=~Q(once_key=""), name="told_once"
            ),
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


class NoticeSettings(models.Model):
    """How one person wants to be told. What is absent stands as the house has it (`vocabulary.AT_ONCE`)."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="notice_settings")
    by_mail = models.JSONField(default=dict, blank=True)
    """Topic → `ByMail`."""
    by_push = models.JSONField(default=dict, blank=True)
    """Topic → whether it comes to his telephone or computer."""
    quiet_from = models.TimeField("тиша з", null=True, blank=True, default=rules.QUIET_FROM)
    quiet_to = models.TimeField("тиша до", null=True, blank=True, default=rules.QUIET_TO)
    quiet_days_off = models.BooleanField("тиша у вихідні", default=True)

    class Meta:
        verbose_name_plural = "notice settings"

    def __str__(self) -> str:
        return str(self.person_id)

    def mail_choice(self, topic: str) -> str:
        known = ByMail.NOW if topic in AT_ONCE else ByMail.DIGEST
        return str(self.by_mail.get(topic, known))

    def is_pushed(self, topic: str) -> bool:
        return bool(self.by_push.get(topic, topic not in NOT_PUSHED))

    @property
    def quiet(self) -> rules.Quiet:
        return rules.Quiet(self.quiet_from, self.quiet_to, self.quiet_days_off)


class PushDevice(models.Model):
    """A browser that shows notices of one account; its owner let it, its maker’s server carries them."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    label = models.CharField("пристрій", max_length=80)
    is_on = models.BooleanField("показувати", default=True)
    added_at = models.DateTimeField(auto_now_add=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.label


class PushKey(models.Model):
    """The keys by which this installation signs what it sends to telephones; made at its first use."""

    public = models.CharField(max_length=120)
    sealed_private = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_push_key")]

    def __str__(self) -> str:
        return self.public


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
