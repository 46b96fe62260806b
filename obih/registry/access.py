"""Who may, and if not, why not."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from obih.law.queries import profile
from obih.law.rules import due_on
from obih.people.access import Power, may, why_not, why_not_change
from obih.people.actors import Actor
from obih.people.principals import of_person
from obih.people.vocabulary import Scope
from obih.registry.models import Document, Journal, JournalReader
from obih.registry.streams import comes_to_us
from obih.workdays.queries import calendar_for

REGISTER = "documents:register"
READ = "documents:read"


def why_not_register(actor: Actor, journal: Journal) -> str | None:
    """Why this actor may not register in this journal, or None.

    Who may is written in the journal’s readers; the clerk of the organisation is one of them from the start.
    """
    if actor.read_only:
        return "Ви дивитеся очима іншої людини: реєструвати можна лише від свого імені"
    if journal.closed_on:
        return (
            f"Журнал «{journal.title}» закрито {journal.closed_on:%d.%m.%Y}: зареєструйте в чинному журналі"
        )
    if actor.kind == "service" and REGISTER not in actor.scopes:
        return "Цьому токену не дозволено реєструвати документи: попросіть адміністратора додати право"
    if actor.kind == "system":
        return None
    allowed = {reader.principal for reader in journal.readers.all() if reader.may_register}
    if allowed.isdisjoint(actor.within(Scope.ALL)):
        return f"У журналі «{journal.title}» реєструє діловод: передайте йому документ"
    return None


def why_not_correct(actor: Actor, journal: Journal) -> str | None:
    """Why this actor may not change a registered card: those may who register in its journal."""
    if actor.read_only:
        return "Ви дивитеся очима іншої людини: змінювати картку можна лише від свого імені"
    refusal = why_not_register(actor, journal)
    return "Картку виправляє діловод: повідомте йому, що саме не так" if refusal else None


def why_not_correct_requisites(actor: Actor, journal: Journal, entered_at: datetime) -> str | None:
    """Why this actor may not change what was registered (who wrote, what, when, which file), or None.

    Who keeps the journal corrects within the profile’s term `card_correction` from the registration; after
    it those do who control documents or manage journals. What a document is given in work (reviewer, unit,
    case, deadline, place) is not bound by it.
    """
    refusal = why_not_correct(actor, journal)
    if actor.read_only or actor.kind == "system" or _oversees(actor, journal):
        return refusal if actor.read_only else None
    if refusal:
        return refusal
    if _surely_within(entered_at):
        return None
    last = last_day_to_correct(entered_at)
    if last is None or timezone.localdate() <= last:
        return None
    return (
        f"Строк виправлення минув {last:%d.%m.%Y}: далі те, що зареєстровано, виправляє контролер "
        "або адміністратор"
    )


def why_not_correct_card(actor: Actor, journal: Journal) -> str | None:
    """Why this actor may not open the card for correction at all: who keeps the journal may, and who oversees
    it; what exactly is said by `why_not_correct_requisites`."""
    refusal = why_not_correct(actor, journal)
    return refusal if actor.read_only or not _oversees(actor, journal) else None


def _oversees(actor: Actor, journal: Journal) -> bool:
    return may(actor, Power.CONTROL, journal.organisation_id) or may(
        actor, Power.MANAGE_JOURNALS, journal.organisation_id
    )


def _surely_within(registered_at: datetime) -> bool:
    """Whether so few days have passed that no calendar is needed: a term counted in days, working or not,
    never ends before as many calendar days."""
    term = profile().terms.get("card_correction")
    if term is None or term.unit not in ("working_day", "calendar_day"):
        return False
    return (timezone.localdate() - timezone.localdate(registered_at)).days < term.amount


def last_day_to_correct(registered_at: datetime) -> date | None:
    """Until when the clerk corrects a card registered then; None when the profile sets no end."""
    term = profile().terms.get("card_correction")
    due = due_on(timezone.localdate(registered_at), term, calendar_for()) if term else None
    return due.effective if due else None


def why_not_dispatch(actor: Actor, journal: Journal) -> str | None:
    """Why this actor may not note what became of copies: those may who register in the journal."""
    if actor.read_only:
        return "Ви дивитеся очима іншої людини: позначати можна лише від свого імені"
    refusal = why_not_register(actor, journal)
    return "Надсилання позначає діловод, який веде журнал" if refusal else None


def why_not_move(actor: Actor, journal: Journal, to: Journal) -> str | None:
    """Why this actor may not move a document from one journal to another: he keeps both."""
    if refusal := why_not_correct(actor, journal):
        return refusal
    if to.pk == journal.pk:
        return "Документ уже в цьому журналі: порядок розгляду змінюють виправленням картки"
    if to.organisation_id != journal.organisation_id:
        return "Журнал належить іншій установі: надішліть їй документ"
    if comes_to_us(to.stream) != comes_to_us(journal.stream):
        return "Одержане не переносять до створеного: зареєструйте документ заново"
    return why_not_register(actor, to)


def why_not_keep_periods(actor: Actor, journal: Journal) -> str | None:
    """Why this actor may not open or close a period of a journal: who registers there may, and who manages
    journals."""
    if actor.read_only:
        return "Ви дивитеся очима іншої людини: журнал закривають від свого імені"
    if actor.kind == "system" or may(actor, Power.MANAGE_JOURNALS):
        return None
    if actor.kind == "service":
        return "Журнал закриває людина, яка його веде"
    allowed = {reader.principal for reader in journal.readers.all() if reader.may_register}
    if allowed.isdisjoint(actor.within(Scope.ALL)):
        return f"Журнал «{journal.title}» відкриває й закриває діловод, який його веде, або адміністратор"
    return None


def why_not_change_layouts(actor: Actor) -> str | None:
    """Why this actor may not change the forms of journals: clerks and administrators may."""
    if actor.kind == "system" or (may(actor, Power.REGISTER) and not actor.read_only):
        return None
    return why_not(actor, Power.MANAGE_JOURNALS)


def why_not_manage_journals(actor: Actor) -> str | None:
    return None if actor.kind == "system" else why_not(actor, Power.MANAGE_JOURNALS)


def why_not_keep_correspondents(actor: Actor) -> str | None:
    """Those keep the directory who register: clerks by their role, others by being let into a journal."""
    if actor.kind == "service":
        return None if REGISTER in actor.scopes else "Цьому токену не дозволено вести довідник"
    refusal = None if actor.kind == "system" else why_not(actor, Power.CORRESPONDENTS)
    if refusal is None or actor.read_only:
        return refusal
    registers = JournalReader.objects.filter(principal__in=actor.principals, may_register=True)
    return None if registers.exists() else refusal


def why_not_move_deadline(actor: Actor, journal: Journal) -> str | None:
    """Controllers move deadlines, and those who keep the journal."""
    if refusal := why_not_change(actor):
        return refusal
    if may(actor, Power.CONTROL, journal.organisation_id) or not why_not_correct(actor, journal):
        return None
    return "Строк змінює контролер або діловод: попросіть його, назвавши причину"


def _reviews(actor: Actor, document: Document) -> bool:
    """Whether he is the first reviewer or acts for him in reviewing."""
    reviewer = document.first_reviewer_id
    return reviewer is not None and of_person(reviewer) in actor.within(Scope.REVIEW)


def why_not_close(actor: Actor, document: Document, journal: Journal) -> str | None:
    """The first reviewer (or whoever acts for him), controllers and those who keep the journal."""
    if refusal := why_not_change(actor):
        return refusal
    if _reviews(actor, document):
        return None
    if may(actor, Power.CONTROL, journal.organisation_id) or not why_not_correct(actor, journal):
        return None
    return "Позначку про виконання ставить керівник, контролер або діловод"


def why_not_share(actor: Actor, document: Document, journal: Journal) -> str | None:
    """Who keeps the journal or reviews the document may show it to others."""
    if refusal := why_not_change(actor):
        return refusal
    if _reviews(actor, document):
        return None
    if why_not_correct(actor, journal):
        return "Доступ надає діловод або той, хто першим розглядає документ"
    return None


def why_not_hand_over(actor: Actor) -> str | None:
    return None if actor.kind == "system" else why_not(actor, Power.MANAGE_PEOPLE)
