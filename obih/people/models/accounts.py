"""Who may sign in, and as what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from obih.people.models.staff import Person
from obih.people.models.structure import Organisation
from obih.people.vocabulary import Role


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> models.QuerySet[Account]:
        """With the person: whoever asks for an account wants to know whose it is."""
        return super().get_queryset().select_related("person")

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(username=username.lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way in for one person. Leaving the service closes it, and its sessions end with it."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    username = models.CharField("ім’я для входу", max_length=60, unique=True)
    email = models.EmailField("пошта для входу", blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    """The password was given by somebody else: the first thing after sign-in is one’s own."""
    session_epoch = models.PositiveIntegerField(default=0)
    """Raised to end every session of the account at once."""
    theme = models.CharField(max_length=10, blank=True)
    text_size = models.CharField(max_length=10, blank=True)
    density = models.CharField(max_length=10, blank=True)
    hotkeys = models.BooleanField(default=True)
    preferences = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.person.full_name

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Sessions depend on the password and on the epoch: either of them changed, they are over."""
        salt = f"obih.people.Account.{self.session_epoch}"
        return salted_hmac(salt, self.password, secret=secret, algorithm="sha256").hexdigest()


class OneTimeLink(models.Model):
    """A link that lets its holder choose a password, once and not for long. Only its hash is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="one_time_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-created_at"], name="link_of_account")]

    def __str__(self) -> str:
        return f"{self.account}, {self.created_at:%d.%m.%Y}"


class RoleGrant(models.Model):
    """A role of a person, in one organisation. A row, so that who and when come with it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="roles")
    role = models.CharField("роль", max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="role_grants")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "role", "organisation"], name="role_is_granted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_role_display()}"


class ServiceToken(models.Model):
    """A token of another program. Only its hash is kept; scopes say what it may do and in which journals."""

    name = models.CharField("назва", max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="service_tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField("діє до", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
