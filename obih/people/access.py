"""Who may do what, and if not, why not. The page «Хто що може» is made from `POWERS`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from obih.people.actors import Actor
from obih.people.models import Person
from obih.people.vocabulary import Role

NEEDS_SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.CLERK})


class Power(models.TextChoices):
    """What a role lets one do, as a verb; the label ends the sentence «може …»."""

    READ = "read", "бачити документи, до яких має доступ"
    REGISTER = "register", "реєструвати документи в журналах своєї організації"
    CORRECT = "correct", "виправляти зареєстровану картку, із записом, що і чому"
    CORRESPONDENTS = "correspondents", "вести довідник кореспондентів"
    REVIEW = "review", "першим розглядати документи й накладати резолюції"
    CONTROL = "control", "ставити на контроль, продовжувати строки, знімати з контролю"
    SEE_CONTROL = "see_control", "бачити виконання в усій організації"
    ARCHIVE = "archive", "формувати справи, описи й передавати в архів"
    SUBSTITUTE = "substitute", "призначати в. о. на час відсутності"
    MANAGE_PEOPLE = "manage_people", "вести структуру, посади, людей, ролі й входи"
    MANAGE_LAW = "manage_law", "змінювати правила: строки, види, підстави"
    MANAGE_CALENDAR = "manage_calendar", "вести робочий календар"
    MANAGE_NOMENCLATURE = "manage_nomenclature", "вести номенклатуру справ"
    MANAGE_JOURNALS = "manage_journals", "відкривати й закривати журнали, змінювати нумерацію"
    MANAGE_TOKENS = "manage_tokens", "видавати й відкликати токени програм"
    MANAGE_MAIL = "manage_mail", "налаштовувати пошту для листів системи"
    MANAGE_TRUST = "manage_trust", "обирати, чиїм сертифікатам підпису віримо"
    SEE_STATE = "see_state", "бачити стан системи, черги, резервні копії"
    VIEW_AS = "view_as", "дивитися очима іншої людини, без змін і з записом в історію"


_EVERYONE = frozenset({Power.READ})
POWERS: dict[str, frozenset[Power]] = {
    Role.ADMINISTRATOR: _EVERYONE
    | {
        Power.SUBSTITUTE,
        Power.MANAGE_PEOPLE,
        Power.MANAGE_LAW,
        Power.MANAGE_CALENDAR,
        Power.MANAGE_NOMENCLATURE,
        Power.MANAGE_JOURNALS,
        Power.MANAGE_TOKENS,
        Power.MANAGE_MAIL,
        Power.MANAGE_TRUST,
        Power.SEE_STATE,
        Power.VIEW_AS,
    },
    Role.HEAD: _EVERYONE | {Power.REVIEW, Power.SEE_CONTROL, Power.SUBSTITUTE},
    Role.CLERK: _EVERYONE
    | {
        Power.REGISTER,
        Power.CORRECT,
        Power.CORRESPONDENTS,
        Power.SEE_CONTROL,
        Power.MANAGE_CALENDAR,
        Power.MANAGE_NOMENCLATURE,
        Power.SUBSTITUTE,
    },
    Role.CONTROLLER: _EVERYONE | {Power.CONTROL, Power.SEE_CONTROL},
    Role.ARCHIVIST: _EVERYONE | {Power.ARCHIVE, Power.MANAGE_NOMENCLATURE},
    Role.STAFF: _EVERYONE,
}
_WHO = {
    Role.ADMINISTRATOR: "адміністратор",
    Role.HEAD: "керівник",
    Role.CLERK: "діловод",
    Role.CONTROLLER: "контролер",
    Role.ARCHIVIST: "архіваріус",
    Role.STAFF: "працівник",
}


def why_not_change(actor: Actor) -> str | None:
    """Why this actor may change nothing at all, or None."""
    if actor.read_only:
        return f"Ви дивитеся очима іншої людини ({actor.label}): змінювати нічого не можна"
    if actor.kind == "nobody":
        return "Спершу увійдіть"
    return None


def may(actor: Actor, power: Power, organisation_id: int | None = None) -> bool:
    """Whether the actor’s roles give the power, in one organisation or in any."""
    if actor.kind == "system":
        return True
    return any(
        power in POWERS[role] and organisation_id in (None, where)
        for role, where in actor.roles
        if role in POWERS
    )


def why_not(actor: Actor, power: Power, organisation_id: int | None = None) -> str | None:
    """Why the actor may not use a power, in a sentence that says who may; or None."""
    if refusal := why_not_change(actor):
        return refusal
    if may(actor, power, organisation_id):
        return None
    who = [name for role, name in _WHO.items() if power in POWERS[role]]
    return f"Це робить {' або '.join(who)}: попросіть його {power.label}"


def why_not_see(actor: Actor, power: Power) -> str | None:
    """Like `why_not`, for pages: who looks with another’s eyes may look."""
    if actor.kind == "nobody":
        return "Спершу увійдіть"
    return None if may(actor, power) else why_not(actor, power) or "Ця сторінка не для цієї ролі"


def why_not_manage_people(actor: Actor) -> str | None:
    return why_not(actor, Power.MANAGE_PEOPLE)


def why_not_substitute(actor: Actor, absent: Person, organisations: Iterable[int]) -> str | None:
    """One’s own absence one may arrange oneself; another’s with the power in his organisation."""
    if refusal := why_not_change(actor):
        return refusal
    if actor.person_id == absent.pk or may(actor, Power.MANAGE_PEOPLE):
        return None
    if any(may(actor, Power.SUBSTITUTE, organisation) for organisation in organisations):
        return None
    return why_not(actor, Power.SUBSTITUTE) or "В. о. призначають у тій організації, де людина працює"


def why_not_manage_law(actor: Actor) -> str | None:
    return why_not(actor, Power.MANAGE_LAW)


def why_not_manage_calendar(actor: Actor) -> str | None:
    return why_not(actor, Power.MANAGE_CALENDAR)


def why_not_manage_nomenclature(actor: Actor) -> str | None:
    return why_not(actor, Power.MANAGE_NOMENCLATURE)


def why_not_manage_journals(actor: Actor) -> str | None:
    return why_not(actor, Power.MANAGE_JOURNALS)


def why_not_manage_tokens(actor: Actor) -> str | None:
    return why_not(actor, Power.MANAGE_TOKENS)


def why_not_manage_mail(actor: Actor) -> str | None:
    return why_not(actor, Power.MANAGE_MAIL)


def why_not_manage_trust(actor: Actor) -> str | None:
    return why_not(actor, Power.MANAGE_TRUST)


def why_not_see_state(actor: Actor) -> str | None:
    return why_not_see(actor, Power.SEE_STATE)


def why_not_manage_correspondents(actor: Actor) -> str | None:
    return why_not(actor, Power.CORRESPONDENTS)


def why_not_register(actor: Actor, organisation_id: int) -> str | None:
    return why_not(actor, Power.REGISTER, organisation_id)


def why_not_view_as(actor: Actor, person: Person) -> str | None:
    """An administrator’s or a substitute’s powers are not looked through twice; oneself needs no mask."""
    if actor.viewed_by:
        return "Спершу поверніться до себе"
    if actor.person_id == person.pk:
        return "Це ви: дивіться своїми очима"
    return why_not(actor, Power.VIEW_AS)


def needs_second_factor(actor: Actor) -> bool:
    """Whether the law of this house asks for a second factor: administrator, head, clerk."""
    return any(role in NEEDS_SECOND_FACTOR for role, _ in actor.roles)
