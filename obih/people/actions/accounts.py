"""Ways in: accounts, roles, one-time links, other programs’ tokens, one’s own profile."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog
from django.db.models import F
from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import events
from obih.people.access import why_not_change, why_not_manage_people, why_not_manage_tokens
from obih.people.actions.gate import allow, required
from obih.people.actors import Actor
from obih.people.models import Account, OneTimeLink, Organisation, Person, RoleGrant, ServiceToken
from obih.people.queries import token_hash
from obih.people.vocabulary import Role
from obih.ui.refusals import Refused

LINK_LIVES = timedelta(hours=24)
USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,59}")
SCOPES: dict[str, str] = {
    "documents:read": "читати картки й файли",
    "documents:register": "реєструвати вхідні документи",
    "tasks:execute": "брати до виконання і звітувати про завдання своєї установи",
    "events:read": "читати перелік подій",
}
LOOKS = ("text_size", "theme", "density", "hotkeys")


@unit_of_work()
def open_account(
    person: Person,
    *,
    username: str,
    by: Actor,
    email: str = "",
    roles: Iterable[tuple[str, Organisation]] = (),
) -> tuple[Account, str]:
    """Let a person in. Gives the account and a one-time link’s token, shown once and kept nowhere."""
    allow(why_not_manage_people(by))
    if Account.objects.filter(person=person).exists():
        raise Refused("Ця людина вже має вхід")
    if person.left_on:
        raise Refused("Цю людину звільнено: спершу призначте її на посаду")
    username = username.strip().lower()
    if not USERNAME.fullmatch(username):
        raise Refused("Ім’я для входу: латинські літери й цифри, від двох, перша — літера", field="username")
    if Account.objects.filter(username=username).exists():
        raise Refused("Таке ім’я для входу вже є", field="username")
    account = Account.objects.create_user(username, email=email or person.email, person=person)
    record(events.ACCOUNT_OPENED, by=by, about=person)
    for role, organisation in roles:
        grant_role(account, role=role, organisation=organisation, by=by)
    return account, give_link(account, by=by)


@unit_of_work()
def give_link(account: Account, *, by: Actor) -> str:
    """A new one-time link for choosing a password; earlier ones stop working. Gives its token, once."""
    allow(why_not_manage_people(by))
    if not account.is_active:
        raise Refused("Вхід закрито: спершу відкрийте його знову")
    return make_link(account, by)


def make_link(account: Account, by: Actor) -> str:
    """The link itself, for an administrator or for the reset by mail; inside a unit of work."""
    now = timezone.now()
    OneTimeLink.objects.filter(account=account, used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        account=account, token_hash=token_hash(token), made_by=by.label, expires_at=now + LINK_LIVES
    )
    record(events.LINK_GIVEN, by=by, about=account.person)
    return token


def link_of(token: str) -> OneTimeLink | None:
    """The link a token belongs to, while it may still be used."""
    return (
        OneTimeLink.objects.filter(
            token_hash=token_hash(token), used_at=None, expires_at__gt=timezone.now(), account__is_active=True
        )
        .select_related("account__person")
        .first()
    )


@unit_of_work()
def use_link(token: str, *, password: str, by: Actor) -> Account:
    """Choose a password by a one-time link. Of two at once only the first one counts."""
    used = OneTimeLink.objects.filter(
        token_hash=token_hash(token), used_at=None, expires_at__gt=timezone.now(), account__is_active=True
    ).update(used_at=timezone.now())
    if not used:
        raise Refused("Посилання вже використали або його строк минув: попросіть адміністратора нове")
    account = OneTimeLink.objects.get(token_hash=token_hash(token)).account
    set_password(account, password, by)
    _forget_failures(account)
    return account


def set_password(account: Account, password: str, by: Actor) -> None:
    """Keep a new password of one’s own; every other session of the account is over."""
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    record(events.PASSWORD_CHANGED, by=by, about=account.person)


@unit_of_work()
def change_password(account: Account, *, password: str, by: Actor) -> None:
    if by.account_id != account.pk:
        raise Refused("Пароль змінює лише його власник")
    allow(why_not_change(by))
    set_password(account, password, by)


@unit_of_work()
def close_account(account: Account, *, by: Actor) -> None:
    """Shut the way in; its sessions and links are over with the next request."""
    allow(why_not_manage_people(by))
    if by.account_id == account.pk:
        raise Refused("Свій вхід закрити не можна: це робить інший адміністратор")
    shut(account, by)


def shut(account: Account, by: Actor) -> None:
    if not account.is_active:
        return
    _refuse_last_administrator(account)
    Account.objects.filter(pk=account.pk).update(is_active=False, session_epoch=F("session_epoch") + 1)
    account.refresh_from_db(fields=["is_active", "session_epoch"])
    OneTimeLink.objects.filter(account=account, used_at=None).update(expires_at=timezone.now())
    record(events.ACCOUNT_CLOSED, by=by, about=account.person)


def _refuse_last_administrator(account: Account) -> None:
    others = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, account__is_active=True)
    mine = others.filter(account=account)
    if mine.exists() and not others.exclude(account=account).exists():
        raise Refused("Це останній адміністратор: спершу надайте цю роль комусь іншому")


@unit_of_work()
def reopen_account(account: Account, *, by: Actor) -> str:
    """Open a closed way in again, with a new one-time link whose token is given back."""
    allow(why_not_manage_people(by))
    if account.person.left_on:
        raise Refused("Цю людину звільнено: спершу призначте її на посаду")
    account.is_active = True
    account.save(update_fields=["is_active"])
    record(events.ACCOUNT_REOPENED, by=by, about=account.person)
    return make_link(account, by)


@unit_of_work()
def unlock_account(account: Account, *, by: Actor) -> None:
    """Forget failed attempts at sign-in before the quarter of an hour is over."""
    allow(why_not_manage_people(by))
    _forget_failures(account)
    record(events.ACCOUNT_UNLOCKED, by=by, about=account.person)


def _forget_failures(account: Account) -> None:
    AccessAttempt.objects.filter(username=account.username).delete()
    AccessFailureLog.objects.filter(username=account.username).delete()


@unit_of_work()
def reset_second_factor(account: Account, *, by: Actor) -> None:
    """For whoever lost the telephone and the codes: all ways are taken off, sessions end.

    One whose role asks for a second factor sets up a new one at the next sign-in.
    """
    allow(why_not_manage_people(by))
    if by.account_id == account.pk:
        raise Refused("Свій другий крок змінюють у профілі")
    Authenticator.objects.filter(user=account).delete()
    Account.objects.filter(pk=account.pk).update(session_epoch=F("session_epoch") + 1)
    record(events.SECOND_FACTOR_REMOVED, by=by, about=account.person, way="усі способи")


@unit_of_work()
def grant_role(account: Account, *, role: str, organisation: Organisation, by: Actor) -> RoleGrant:
    allow(why_not_manage_people(by))
    if role == Role.ADMINISTRATOR and organisation.parent_id:
        raise Refused("Адміністратор дбає про всю громаду: надайте йому роль у раді", field="organisation")
    grant, made = RoleGrant.objects.get_or_create(account=account, role=Role(role), organisation=organisation)
    if made:
        facts: dict[str, Any] = {"role": Role(role).label, "organisation": organisation.short_name}
        record(events.ROLE_GRANTED, by=by, about=account.person, **facts)
    return grant


@unit_of_work()
def revoke_role(grant: RoleGrant, *, by: Actor) -> None:
    allow(why_not_manage_people(by))
    if grant.role == Role.ADMINISTRATOR:
        others = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, account__is_active=True).exclude(
            pk=grant.pk
        )
        if not others.exists():
            raise Refused("Це останній адміністратор: спершу надайте цю роль комусь іншому")
    facts: dict[str, Any] = {"role": Role(grant.role).label, "organisation": grant.organisation.short_name}
    record(events.ROLE_REVOKED, by=by, about=grant.account.person, **facts)
    grant.delete()


@unit_of_work()
def issue_token(
    *, name: str, organisation: Organisation, scopes: Iterable[str], by: Actor, expires_on: date | None = None
) -> tuple[ServiceToken, str]:
    """Give another program its token. The token itself is given back here and never again."""
    allow(why_not_manage_tokens(by))
    name = required(name, "Упишіть, яка це програма", "name")
    chosen = sorted(set(scopes))
    if not chosen or set(chosen) - set(SCOPES):
        raise Refused("Позначте, що програмі дозволено", field="scopes")
    if expires_on and expires_on < timezone.localdate():
        raise Refused("Цей день уже минув", field="expires_on")
    token = f"obih_{secrets.token_urlsafe(32)}"
    made = ServiceToken.objects.create(
        name=name,
        organisation=organisation,
        token_hash=token_hash(token),
        hint=f"…{token[-4:]}",
        scopes=chosen,
        expires_on=expires_on,
    )
    record(
        events.TOKEN_ISSUED, by=by, about=made, name=name, scopes=", ".join(SCOPES[each] for each in chosen)
    )
    return made, token


@unit_of_work()
def revoke_token(token: ServiceToken, *, by: Actor) -> None:
    allow(why_not_manage_tokens(by))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(events.TOKEN_REVOKED, by=by, about=token, name=token.name)


@unit_of_work()
def change_look(account: Account, *, by: Actor, **values: Any) -> None:
    """How pages look for one person: text size, theme, density, hotkeys."""
    allow(why_not_change(by))
    if by.account_id != account.pk:
        raise Refused("Вигляд сторінок кожен змінює собі сам")
    changed = {
        name: values[name] for name in LOOKS if name in values and getattr(account, name) != values[name]
    }
    if changed:
        for name, value in changed.items():
            setattr(account, name, value)
        account.save(update_fields=list(changed))
        record(events.LOOK_CHANGED, by=by, about=account.person)
