"""One hromada for the promises: a document of each level, everybody who may ask for it, keys of addresses. Nothing
a test does to it stays: each look is rolled back."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from obih.appeals import actions as appeals_actions
from obih.appeals.actions import ReceptionEntry
from obih.appeals.tests.conftest import KOVALENKO, make_reception
from obih.contracts.actions import TermsEntry, register_contract
from obih.council import actions as council_actions
from obih.council.tests.conftest import make_chamber
from obih.files.actions import keep, receiving
from obih.files.models import PageImage, Rendition
from obih.files.tests.samples import pdf
from obih.history.models import Head
from obih.nomenclature.models import CaseIndex, Nomenclature
from obih.people import actions as people_actions
from obih.people import principals
from obih.people.actors import SYSTEM
from obih.people.models import Account, Appointment, Membership, Position, ServiceToken, Unit
from obih.people.vocabulary import Role
from obih.registry import actions
from obih.registry.actions.arrivals import Refusal
from obih.registry.cards import CardFile, CreatedCard, IncomingCard
from obih.registry.models import Deadline, Document, DocumentFile, Journal, JournalReader, Reservation
from obih.registry.tests.conftest import House, make_house
from obih.registry.vocabulary import Access
from obih.tasks.models import Point, ReportFile, Resolution
from tests.promises.world_signatures import sign, trust
from tests.promises.world_tasks import absence_of, acquaintance, give_task, prepare_draft

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = {
    "anonymous": "",
    "stranger": "chuzhynska",
    "other_department": "koval",
    "executor": "stetsenko",
    "clerk": "boiko",
    "school_clerk": "diachenko",
    "head": "melnychenko",
    "administrator": "savchuk",
}
LEVELS = ("general", "restricted", "foreign")
"""General and restricted of the council’s journal; `foreign` stands in the school’s journal."""
FORM = "application/x-www-form-urlencoded"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\r\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"


@dataclass
class World:
    house: House
    journal: Journal
    foreign: Journal
    documents: dict[str, Document] = field(default_factory=dict)
    files: dict[str, DocumentFile] = field(default_factory=dict)
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    tasks: dict[str, Point] = field(default_factory=dict)
    """A task on another document of each level, given to its clerk, who has reported with a file."""
    drafts: dict[str, Resolution] = field(default_factory=dict)
    """A prepared resolution on one more document of each level."""
    task_files: dict[str, ReportFile] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)
    """What an address may name besides documents, by the name used in `addresses/`."""
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    """Tokens of programs by what they may: reader, registrar, bare (no right), outsider, expired, revoked."""

    def ask(self, role: str, method: str, url: str, body: Any = b"", kind: str = FORM, **headers: Any) -> Any:
        """The answer to a role’s request; each comes from a browser that knows its session and nothing else."""
        browser = Client(raise_request_exception=False)
        for name, value in self.sessions[role].items():
            browser.cookies[name] = value
        return browser.generic(method, url, body, kind, **headers)

    def program(
        self,
        token: str,
        method: str,
        url: str,
        body: Any = b"",
        kind: str = "application/json",
        **headers: Any,
    ) -> Any:
        """The answer to another program; `token` is a name of `tokens` or the token itself."""
        told = {"authorization": f"Bearer {self.tokens.get(token, token)}"} if token else {}
        told |= headers.pop("headers", {})
        return Client(raise_request_exception=False).generic(method, url, body, kind, headers=told, **headers)

    def get(self, role: str, url: str, **headers: Any) -> Any:
        return self.ask(role, "GET", url, **headers)

    def client(self, role: str, **options: Any) -> Client:
        """A browser signed in as this role; errors of the server come back as answers."""
        made = Client(raise_request_exception=False, **options)
        if username := ROLES[role]:
            made.force_login(Account.objects.get(username=username), backend=BACKEND)
        return made

    def actor(self, role: str) -> Any:
        return self.house.cast.actor(ROLES[role])

    def letter(self, level: str, **fields: Any) -> Document:
        """A letter of a level of access, with a PDF that has one page image."""
        clerk = self.actor("school_clerk" if level == "foreign" else "clerk")
        journal = self.foreign if level == "foreign" else self.journal
        values: dict[str, Any] = {"journal": journal, "access_level": Access.GENERAL}
        if level == "restricted":
            values |= {"access_level": Access.RESTRICTED, "access_basis": "Персональні дані"}
        if level != "foreign":
            values["responsible_unit"] = self.house.cast.units["land"]
            values["first_reviewer"] = self.house.cast.melnychenko.person
        name = fields.pop("file_name", f"лист {level}.pdf")
        with receiving() as receive:
            stored = receive(pdf(fields.pop("file_text", uuid.uuid4().hex)), name)
            document = self.house.letter(by=clerk, files=(CardFile(stored, stored.name),), **values | fields)
            image = receive(WEBP + uuid.uuid4().bytes, "1.webp")
            keep([image])
        rendition, made = Rendition.objects.get_or_create(
            content_id=stored.sha256, defaults={"pages": 1, "text": fields.get("title", "")}
        )
        if made:
            PageImage.objects.create(rendition=rendition, page=1, image_id=image.sha256, width=1, height=1)
        return document


def make_world() -> World:
    house = make_house()
    school = house.cast.school
    foreign = actions.seed_journals(school, 2026)
    made = World(house, house.journal, foreign)
    _issue_tokens(made)
    for level in LEVELS:
        document = made.documents[level] = made.letter(level, title=f"Про доступ {level}")
        made.files[level] = document.files.get()
        sign(made.files[level].content_id, f"Підписант {level}")
        if deadline := Deadline.objects.filter(document=document).first():
            made.deadlines[level] = deadline
        give_task(made, level)
        prepare_draft(made, level)
    made.keys = (
        _keys(made)
        | _refused(made)
        | _sitting(made)
        | _directory(made)
        | _paper_list(made)
        | _appeals(made)
        | _contract(made)
        | acquaintance(made)
        | trust(made.actor("administrator").key)
    )
    for role in ROLES:
        cookies = made.client(role).cookies
        made.sessions[role] = {name: each.value for name, each in cookies.items()}
    return made


def _issue_tokens(world: World) -> None:
    """Programs of the council; the reader and the registrar are readers of its journal, the outsider of none."""
    wanted = {
        "reader": ["documents:read"],
        "registrar": ["documents:read", "documents:register", "tasks:execute"],
        "bare": ["events:read"],
        "outsider": ["documents:read", "documents:register", "tasks:execute"],
        "expired": ["documents:read"],
        "revoked": ["documents:read"],
    }
    administrator = world.actor("administrator")
    for name, scopes in wanted.items():
        row, world.tokens[name] = people_actions.issue_token(
            name=f"Програма {name}", organisation=world.house.cast.council, scopes=scopes, by=administrator
        )
        if name in ("reader", "registrar", "bare", "expired", "revoked"):
            JournalReader.objects.create(
                journal=world.journal,
                principal=principals.of_service(row.pk),
                may_register=name == "registrar",
            )
        if name == "revoked":
            people_actions.revoke_token(row, by=administrator)
        if name == "expired":
            row.expires_on = timezone.localdate() - timedelta(days=1)
            row.save()


def _contract(world: World) -> dict[str, Any]:
    """A contract with its terms, in a journal that the clerk keeps and the programs of the council read."""
    council = world.house.cast.council
    facts = {"stream": "contracts", "title": "Договори", "pattern": "{seq}", "opened_on": date(2020, 1, 1)}
    journal = actions.open_journal(facts | {"code": "contracts", "organisation": council}, by=SYSTEM)
    clerk = principals.of_role(Role.CLERK, council.pk)
    actions.set_reader(journal, clerk, may_register=True, restricted_too=True, by=SYSTEM)
    for program in ServiceToken.objects.filter(name__in=("Програма reader", "Програма registrar")):
        actions.set_reader(journal, principals.of_service(program.pk), by=SYSTEM)
    card = CreatedCard(journal=journal, kind_code="contract", title="Про постачання палива")
    done = register_contract(card, TermsEntry(), key="contract", by=world.house.clerk)
    return {"contract": done.document_id}


def _sitting(world: World) -> dict[str, Any]:
    """A sitting of the council with an item that was voted for and a draft put to another; a decision of
    which the sitting is not written down."""
    chamber = make_chamber(world.house)
    first, second = chamber.agenda("Про бюджет", "Про землю")
    chamber.vote(first)
    with receiving() as receive:
        draft = council_actions.attach_draft(
            second, receive(pdf("draft decision"), "проєкт.pdf"), by=chamber.clerk
        )
    card = CreatedCard(
        journal=chamber.journal, kind_code="council_decision", title="Про окреме рішення",
        number_values={"sitting": "48", "convocation": "VIII"},
    )  # fmt: skip
    alone = actions.register_created(card, key="decision", by=chamber.clerk)
    return {
        "sitting": chamber.sitting.pk, "item": first.pk, "draft_of_item": draft.pk,
        "decision": alone.document_id,
    }  # fmt: skip


def _appeals(world: World) -> dict[str, Any]:
    """An appeal said at a personal reception and a request for information."""
    office = make_reception(world.house)
    heard = appeals_actions.record_reception(
        ReceptionEntry(
            journal=office.appeals,
            leader=world.house.cast.melnychenko.person,
            held_on=timezone.localdate(),
            applicant=KOVALENKO,
            substance="Про освітлення вулиці",
        ),
        key="reception",
        by=office.clerk,
    )
    return {"reception": heard.document_id, "info_request": office.request(KOVALENKO).pk}


def _directory(world: World) -> dict[str, Any]:
    """A merge that can be undone and a group of addressees of the council."""
    clerk = world.actor("clerk")
    twice = [actions.add_correspondent({"name": f"Двічі внесений {n}"}, by=clerk)[0] for n in (1, 2)]
    merge = actions.merge_correspondents(twice[0].pk, twice[1].pk, by=clerk)
    group = actions.save_group(world.house.cast.council, "Усі старости", [twice[0].pk], by=clerk)
    return {"merge": merge.pk, "addressees": group.pk}


def _refused(world: World) -> dict[str, Any]:
    """An invitation that was not registered, with its file."""
    clerk = world.actor("clerk")
    card = actions.save_pending(world.journal, {"title": "Запрошення"}, by=clerk)
    with receiving() as receive:
        stored = receive(pdf("invitation"), "запрошення.pdf")
        actions.attach_pending_file(card.pk, stored, stored.name, by=clerk)
    said = Refusal(
        channel_code="post", kind_code="letter", ground="unregistered_invitations", title="Запрошення"
    )
    row = actions.refuse_arrival(card.pk, said, by=clerk)
    return {"refused": row.pk, "refused_file": row.files.get().pk}


def _paper_list(world: World) -> dict[str, Any]:
    """A list by which a paper original went to the executor’s unit."""
    paper = world.house.letter(form="paper", responsible_unit=world.house.cast.units["land"])
    made, _ = actions.make_handover(
        world.house.cast.units["land"], [paper.instances.get().pk], key="world", by=world.actor("clerk")
    )
    return {"paper_list": made.pk if made else None}


def _keys(world: World) -> dict[str, Any]:
    cast = world.house.cast
    administrator = world.actor("administrator")
    clerk = world.actor("clerk")
    card = actions.save_pending(world.journal, {"title": "Недописане"}, by=clerk)
    with receiving() as receive:
        stored = receive(pdf("pending"), "скан.pdf")
        pending = actions.attach_pending_file(card.pk, stored, stored.name, by=clerk)
        sign(stored.sha256, "Підписант недописаного")
    absent = Appointment.objects.get(person=cast.hrytsenko.person)
    today = timezone.localdate()
    substitution = people_actions.arrange_substitution(
        absent, acting=cast.stetsenko.person, starts_on=today, ends_on=today + timedelta(days=9), scope="signing",
        basis="Розпорядження № 1", by=administrator,
    )  # fmt: skip
    token, _ = people_actions.issue_token(
        name="Сайт", organisation=cast.council, scopes=["documents:read"], by=administrator
    )
    nomenclature = Nomenclature.objects.filter(organisation_code=cast.council.code).first()
    held = actions.reserve_numbers(world.journal, holder="Гриценко", by=clerk)[0]
    return {
        "person": cast.koval.person.pk,
        "own_account": cast.boiko.account.pk,
        "appointment": absent.pk,
        "substitution": substitution.pk,
        "away": cast.hrytsenko.person.pk,
        "absence": absence_of(cast.hrytsenko.person, administrator),
        "organisation": cast.council.pk,
        "unit": Unit.objects.get(pk=cast.units["legal"].pk).pk,
        "position": Position.objects.get(appointments__person=cast.koval.person).pk,
        "role": cast.koval.account.roles.get().pk,
        "body": cast.council_body.pk,
        "membership": Membership.objects.filter(body=cast.council_body).first().pk,  # type: ignore[union-attr]
        "district": cast.districts[0].pk,
        "settlement": cast.settlements[0].pk,
        "token": token.pk,
        "link": people_actions.give_link(cast.koval.account, by=administrator),
        "journal": world.journal.code,
        "reservation": held,
        "held_number": Reservation.objects.get(pk=held).allocation_id,
        "card": card.pk,
        "card_file": pending.pk,
        "correspondent": world.house.sender.pk,
        "nomenclature": nomenclature.pk if nomenclature else None,
        "case": CaseIndex.objects.filter(nomenclature=nomenclature).first().pk,  # type: ignore[union-attr]
        "day": "2026-12-24",
        "absent_uuid": uuid.uuid4(),
        "absent": 999_999_999,
    }


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever is asked inside leaves no trace in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


_WRITES = re.compile(
    r"(?:^|\bAS \()\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)|\b(history_append|registry_close|procrastinate_defer\w*)\("
)
_OWN = {"django_session", "axes_accesslog", "axes_accessattempt", "axes_accessfailurelog"}
"""What the browser’s own session and the count of failed sign-ins write."""


@contextmanager
def watching() -> Iterator[set[str]]:
    """Names of the tables and functions that were written to inside, by the statements themselves."""
    written: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        written.update(found[1] or found[2] for found in _WRITES.finditer(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written
    written -= _OWN


def row_counts() -> dict[str, int]:
    """Rows of every table and the head of the chain; sessions are the browser’s own."""
    tables = sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.db_table not in _OWN
    )
    known = set(connection.introspection.table_names())
    sql = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables if table in known)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = dict(cursor.fetchall())
    return found | {"head": Head.objects.get().seq}


def body_of(response: Any) -> bytes:
    """The whole body, streamed or not."""
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)
    return bytes(response.content)


def upload(name: str, content: bytes, kind: str = "application/octet-stream") -> io.BytesIO:
    """A file for Django’s test client; the name is sent as it is."""
    made = io.BytesIO(content)
    made.name = name
    made.content_type = kind  # type: ignore[attr-defined]
    return made


def let_read(journal: Journal, unit: Unit) -> None:
    JournalReader.objects.get_or_create(journal=journal, principal=principals.of_unit(unit.pk))


__all__ = [
    "LEVELS", "ROLES", "IncomingCard", "World", "body_of", "date", "let_read", "make_world", "rolled_back",
    "row_counts", "upload", "watching",
]  # fmt: skip
