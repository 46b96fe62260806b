"""Every address of the house and who passes it. An address that is not here fails `test_addresses.py`.

`Gate` says who is let in; `writes` names addresses that change something; `keys` say which thing of `world.py`
stands in the address. A public address gives its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


class Gate(Enum):
    """Who is let in; to everybody else the thing is absent, or the refusal says who may."""

    PUBLIC = "anyone, also not signed in"
    SIGNED_IN = "anyone signed in"
    JOURNAL = "who sees a document of the journal or reads it"
    DOCUMENT = "who has a row of access to the document"
    DOCUMENT_CLERK = "who sees the document and keeps its journal"
    DOCUMENT_CONTROL = "who sees the document and reviews it, controls or keeps its journal"
    CLERK = "who registers in the journal"
    READER = "who reads the journal"
    SITTING = "who reads the journal of the body’s decisions"
    KEEPER = "who registers somewhere"
    VOLUMES = "clerks, heads and controllers, of their own organisation"
    YEAR = "who registers in a journal of the year, or manages journals"
    PAPERS = "people of the unit that a list of originals goes to, and who registers in its organisation"
    CREATES = "who registers in a journal of what is made here"
    RECEPTIONS = "who reads the journal of appeals and sees this one"
    APPEALS_CLERK = "who registers appeals and requests"
    CORRESPONDENT = "who registers somewhere or sees a letter of the correspondent"
    ADMINISTRATOR = "the administrator"
    CALENDAR = "administrators and clerks"
    OWNER_OR_SUBSTITUTE = "oneself, or who may arrange another’s absence"
    TOKEN_READ = "a token with the right to read"
    TOKEN_REGISTER = "a token with the right to register"
    TOKEN = "any token in force"
    NOBODY = "absent for everybody"


ALLOWED: dict[Gate, frozenset[str]] = {
    Gate.SIGNED_IN: frozenset(
        {"stranger", "other_department", "executor", "clerk", "school_clerk", "head", "administrator"}
    ),
    Gate.JOURNAL: frozenset({"executor", "clerk", "head"}),
    Gate.CLERK: frozenset({"clerk"}),
    Gate.READER: frozenset({"clerk", "head"}),
    Gate.SITTING: frozenset({"clerk", "head"}),
    Gate.KEEPER: frozenset({"clerk", "school_clerk"}),
    Gate.VOLUMES: frozenset({"clerk", "school_clerk", "head"}),
    Gate.YEAR: frozenset({"clerk", "school_clerk", "administrator"}),
    Gate.PAPERS: frozenset({"executor", "clerk"}),
    Gate.CREATES: frozenset({"clerk"}),
    Gate.RECEPTIONS: frozenset({"clerk", "head"}),
    Gate.APPEALS_CLERK: frozenset({"clerk"}),
    Gate.CORRESPONDENT: frozenset({"executor", "clerk", "school_clerk", "head"}),
    Gate.ADMINISTRATOR: frozenset({"administrator"}),
    Gate.CALENDAR: frozenset({"administrator", "clerk", "school_clerk"}),
    Gate.OWNER_OR_SUBSTITUTE: frozenset({"administrator", "clerk", "head"}),
    Gate.NOBODY: frozenset(),
}
SEES: dict[str, frozenset[str]] = {
    "general": frozenset({"executor", "clerk", "head"}),
    "restricted": frozenset({"clerk", "head"}),
    "foreign": frozenset({"school_clerk"}),
}
"""Who sees the document of each level: the executor’s unit is responsible for the general and the restricted one."""
KEEPS = {"general": "clerk", "restricted": "clerk", "foreign": "school_clerk"}
BY_DOCUMENT = frozenset({Gate.DOCUMENT, Gate.DOCUMENT_CLERK, Gate.DOCUMENT_CONTROL})
BY_TOKEN = frozenset({Gate.TOKEN, Gate.TOKEN_READ, Gate.TOKEN_REGISTER})


@dataclass(frozen=True)
class Address:
    gate: Gate
    keys: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    """Why it is public, or what a GET may write down."""
    reads: bool = True
    writes: bool = False
    write_gate: Gate | None = None
    """Who may change, where that is narrower than who may look."""
    notes_reading: bool = False
    """A GET may leave the event that a restricted document was read."""
    harmless: bool = False
    """Any method only reads it."""
    opens: bool = True
    """An empty GET by one who is let in is answered by a page; False: it needs something that is not there."""

    def allowed(self, role: str, level: str, *, writing: bool) -> bool:
        gate = self.write_gate if writing and self.write_gate else self.gate
        if gate is Gate.PUBLIC:
            return True
        if gate in BY_TOKEN:
            return False
        if gate in BY_DOCUMENT:
            if role not in SEES[level]:
                return False
            if gate is Gate.DOCUMENT:
                return True
            return role == KEEPS[level] or (gate is Gate.DOCUMENT_CONTROL and role == "head")
        return role in ALLOWED[gate]

    def sees(self, role: str, level: str) -> bool:
        return role in SEES[level]


def _admin(key: str = "", *, reads: bool = True) -> Address:
    return Address(Gate.ADMINISTRATOR, {"pk": key} if key else {}, reads=reads, writes=True)


def _own(*, reads: bool = True, opens: bool = True, writes: bool = True, **keys: str) -> Address:
    return Address(Gate.SIGNED_IN, keys, reads=reads, writes=writes, opens=opens)


_PAGE = Address(Gate.SIGNED_IN)
_DOCUMENT = {"document_id": "document"}
_JOURNAL = {"code": "journal"}
_CARD = {"card_id": "card"}
_PAPERS = {"list_id": "paper_list"}

_SITTING = {"sitting_id": "sitting"}
_ITEM = {"sitting_id": "sitting", "item_id": "item"}
_DRAFT = {"sitting_id": "sitting", "file_id": "draft_of_item"}

API_ELSEWHERE = "^api/v1/(?P<rest>.*)$"

ADDRESSES: dict[str, Address] = {
    # The frame
    "ui:look": Address(
        Gate.PUBLIC, reason="a cookie of the look, before sign-in too", reads=False, writes=True
    ),
    "ui:token": _PAGE,
    "ui:session": Address(Gate.SIGNED_IN, writes=True),
    "ui:components": Address(Gate.NOBODY, reason="for those who build, absent from installations"),
    "ui:sample_options": Address(Gate.NOBODY),
    "ui:sample_draft": Address(Gate.NOBODY, reads=False),
    # Sign-in
    "account_login": Address(Gate.PUBLIC, reason="sign-in itself", writes=True),
    "account_logout": Address(Gate.PUBLIC, reason="whoever is not signed in has nothing to end", writes=True),
    "account_inactive": Address(Gate.PUBLIC, reason="says that a way in is closed, of nobody in particular"),
    "account_signup": Address(Gate.NOBODY, reason="people are let in by the administrator"),
    "account_reauthenticate": _own(opens=False),
    "mfa_index": _PAGE,
    "mfa_authenticate": Address(Gate.PUBLIC, reason="the second step of sign-in", writes=True, opens=False),
    "mfa_reauthenticate": _own(),
    "mfa_activate_totp": _own(),
    "mfa_deactivate_totp": _own(opens=False),
    "mfa_view_recovery_codes": _own(opens=False, writes=False),
    "mfa_generate_recovery_codes": _own(opens=False),
    "mfa_list_webauthn": Address(Gate.SIGNED_IN, opens=False),
    "mfa_add_webauthn": _own(opens=False),
    "mfa_login_webauthn": Address(Gate.PUBLIC, reason="sign-in by a passkey", writes=True, opens=False),
    "mfa_reauthenticate_webauthn": _own(opens=False),
    "mfa_remove_webauthn": _own(pk="absent", opens=False),
    # People
    "people:people": _PAGE,
    "people:person_add": _admin(),
    "people:name_preview": _PAGE,
    "people:title_preview": _PAGE,
    "people:powers": _PAGE,
    "people:person": Address(Gate.SIGNED_IN, {"pk": "person"}),
    "people:person_change": _admin("person"),
    "people:appoint": _admin("person"),
    "people:dismissal": _admin("person"),
    "people:account_open": _admin("person"),
    "people:account_link": _admin("person", reads=False),
    "people:account_close": _admin("person", reads=False),
    "people:account_reopen": _admin("person", reads=False),
    "people:account_unlock": _admin("person", reads=False),
    "people:account_second_factor": _admin("person", reads=False),
    "people:role_grant": _admin("person"),
    "people:view_as": _admin("person", reads=False),
    "people:view_as_end": _own(reads=False),
    "people:role_revoke": _admin("role", reads=False),
    "people:appointment_end": _admin("appointment"),
    "people:substitute": Address(Gate.OWNER_OR_SUBSTITUTE, {"pk": "appointment"}, writes=True),
    "people:substitution_revoke": Address(
        Gate.OWNER_OR_SUBSTITUTE, {"pk": "substitution"}, reads=False, writes=True
    ),
    "people:structure": _PAGE,
    "people:organisation_add": _admin(),
    "people:organisation_change": _admin("organisation"),
    "people:unit_add": _admin("organisation"),
    "people:position_add": _admin("organisation"),
    "people:unit": Address(Gate.SIGNED_IN, {"pk": "unit"}),
    "people:unit_rename": _admin("unit"),
    "people:unit_move": _admin("unit"),
    "people:unit_merge": _admin("unit"),
    "people:unit_close": _admin("unit"),
    "people:position_change": _admin("position"),
    "people:position_close": _admin("position"),
    "people:bodies": _PAGE,
    "people:body_add": _admin(),
    "people:body": Address(Gate.SIGNED_IN, {"pk": "body"}),
    "people:body_change": _admin("body"),
    "people:body_close": _admin("body"),
    "people:body_join": _admin("body"),
    "people:body_sit": _admin("body"),
    "people:member_leave": _admin("membership"),
    "people:places": _PAGE,
    "people:district_add": _admin(),
    "people:district_change": _admin("district"),
    "people:settlement_add": _admin(),
    "people:settlement_change": _admin("settlement"),
    "people:tokens": _admin(),
    "people:token_revoke": _admin("token", reads=False),
    "people:profile": _own(),
    "people:password": _own(),
    "people:totp_picture": Address(Gate.SIGNED_IN, opens=False),
    "people:one_time_link": Address(
        Gate.PUBLIC, {"token": "link"}, reason="whoever has the link has no password yet", writes=True
    ),
    "people:cannot_sign_in": Address(Gate.PUBLIC, reason="says what to do before sign-in"),
    # The working calendar, the rules, the list of cases
    "workdays:calendar": _PAGE,
    "workdays:day": Address(Gate.SIGNED_IN, {"iso": "day"}, writes=True, write_gate=Gate.CALENDAR),
    "workdays:removal": Address(Gate.CALENDAR, {"iso": "day"}, reads=False, writes=True),
    "workdays:martial_law": Address(Gate.SIGNED_IN, writes=True, write_gate=Gate.CALENDAR),
    "workdays:hours": Address(Gate.SIGNED_IN, writes=True, write_gate=Gate.CALENDAR),
    "law:index": _PAGE,
    "law:group": Address(Gate.SIGNED_IN, {"group": "group"}),
    "law:addition": Address(Gate.SIGNED_IN, {"group": "group"}, writes=True, write_gate=Gate.ADMINISTRATOR),
    "law:rule": Address(
        Gate.SIGNED_IN, {"group": "group", "code": "rule"}, writes=True, write_gate=Gate.ADMINISTRATOR
    ),
    "law:withdrawal": Address(
        Gate.ADMINISTRATOR, {"group": "group", "code": "rule"}, reads=False, writes=True
    ),
    "nomenclature:index": _PAGE,
    "nomenclature:years": Address(Gate.CALENDAR, reads=False, writes=True),
    "nomenclature:cases": Address(Gate.SIGNED_IN, {"pk": "nomenclature"}),
    "nomenclature:addition": Address(
        Gate.SIGNED_IN, {"pk": "nomenclature"}, writes=True, write_gate=Gate.CALENDAR
    ),
    "nomenclature:approval": Address(Gate.CALENDAR, {"pk": "nomenclature"}, reads=False, writes=True),
    "nomenclature:case": Address(Gate.SIGNED_IN, {"pk": "case"}, writes=True, write_gate=Gate.CALENDAR),
    "nomenclature:closure": Address(Gate.CALENDAR, {"pk": "case"}, reads=False, writes=True),
    # Contracts
    "contracts:ending": _PAGE,
    "contracts:terms": Address(Gate.CREATES, {"document_id": "contract"}, writes=True),
    # Sittings and their decisions
    "council:sittings": _PAGE,
    "council:sitting_new": Address(Gate.CLERK, writes=True),
    "council:sitting": Address(Gate.SITTING, _SITTING),
    "council:sitting_facts": Address(Gate.CLERK, _SITTING, writes=True),
    "council:signing": Address(Gate.CLERK, _SITTING, reads=False, writes=True),
    "council:agenda": Address(Gate.CLERK, _SITTING, writes=True),
    "council:item": Address(Gate.SITTING, _ITEM, writes=True, write_gate=Gate.CLERK),
    "council:mailing": Address(Gate.SITTING, _ITEM, writes=True, write_gate=Gate.CLERK),
    "council:draft": Address(Gate.SITTING, _DRAFT),
    "council:draft_removal": Address(Gate.CLERK, _DRAFT, reads=False, writes=True),
    "council:votes": Address(Gate.CLERK, _SITTING, writes=True),
    "council:numbering": Address(Gate.CLERK, _SITTING, writes=True),
    "council:extracts": Address(Gate.SITTING, _SITTING, opens=False),
    "council:extracts_packed": Address(Gate.SITTING, _SITTING, opens=False),
    "council:mailing_print": Address(Gate.SITTING, _SITTING),
    "council:extract": Address(Gate.DOCUMENT, _DOCUMENT, opens=False),
    # The desk
    "desk:my_work": _PAGE,
    "desk:find": _PAGE,
    "desk:find_suggestions": _PAGE,
    "desk:waiting": Address(Gate.KEEPER),
    "desk:scans": Address(Gate.KEEPER, reads=False, writes=True),
    "desk:draft": Address(Gate.CLERK, _CARD, reads=False, writes=True, opens=False),
    "desk:keeper": Address(Gate.CLERK, _CARD, reads=False, writes=True),
    "desk:removal": Address(Gate.CLERK, _CARD, writes=True),
    "desk:unscanned": Address(Gate.KEEPER, writes=True),
    "desk:review": Address(Gate.CLERK, _CARD, writes=True),
    "desk:refusal": Address(Gate.CLERK, _CARD, writes=True),
    "desk:again": Address(Gate.CLERK, _CARD, reads=False, writes=True, opens=False),
    "desk:comparison": Address(Gate.DOCUMENT_CLERK, _CARD | _DOCUMENT, writes=True, notes_reading=True),
    "desk:refused_list": Address(Gate.CLERK, _JOURNAL),
    "desk:refused": Address(Gate.CLERK, {"arrival_id": "refused"}),
    "desk:refused_file": Address(Gate.CLERK, {"file_id": "refused_file"}),
    "desk:draft_files": Address(Gate.CLERK, _CARD, writes=True, opens=False),
    "desk:draft_file": Address(Gate.CLERK, {"file_id": "card_file"}),
    "desk:draft_file_removal": Address(Gate.CLERK, {"file_id": "card_file"}, reads=False, writes=True),
    "desk:draft_page": Address(Gate.CLERK, {"file_id": "card_file", "page": "first"}, opens=False),
    "desk:journal_forms": Address(Gate.YEAR),
    "desk:journal_form": Address(Gate.YEAR, {"stream": "stream"}, writes=True),
    "desk:prepared_files": Address(Gate.JOURNAL, _JOURNAL, reads=False, writes=True),
    "desk:prepared": Address(Gate.NOBODY, {"file_id": "absent_uuid"}, reason="only who asked for the file"),
    "desk:prepared_file": Address(Gate.NOBODY, {"file_id": "absent_uuid"}, reason="only who asked for it"),
    "desk:volumes": Address(Gate.VOLUMES),
    "desk:volumes_file": Address(Gate.VOLUMES, {"kind": "pdf"}),
    "desk:year_end": Address(Gate.YEAR),
    "desk:year_closing": Address(Gate.YEAR, writes=True, opens=False),
    "desk:year_openings": Address(Gate.YEAR, reads=False, writes=True),
    "desk:carried": Address(Gate.READER, _JOURNAL | {"period": "year"}),
    "desk:carried_file": Address(Gate.READER, _JOURNAL | {"period": "year", "kind": "pdf"}),
    "desk:journals": _PAGE,
    "desk:journal_new": _admin(),
    "desk:journal": Address(Gate.JOURNAL, _JOURNAL),
    "desk:journal_filters": Address(Gate.JOURNAL, _JOURNAL),
    "desk:journal_views": Address(Gate.JOURNAL, _JOURNAL, reads=False, writes=True),
    "desk:journal_export": Address(Gate.JOURNAL, _JOURNAL | {"kind": "csv"}, notes_reading=True),
    "desk:journal_preview": Address(Gate.DOCUMENT, _DOCUMENT | {"code": "journal_of"}, notes_reading=True),
    "desk:numbers": Address(Gate.READER, _JOURNAL, writes=True, write_gate=Gate.CLERK),
    "desk:number_return": Address(
        Gate.CLERK, _JOURNAL | {"reservation_id": "reservation"}, reads=False, writes=True
    ),
    "desk:number_void": Address(Gate.CLERK, _JOURNAL | {"allocation_id": "held_number"}, writes=True),
    "desk:numbers_print": Address(Gate.READER, _JOURNAL | {"sort": "void"}),
    "desk:numbers_file": Address(Gate.READER, _JOURNAL | {"sort": "void", "kind": "pdf"}),
    "desk:journal_settings": Address(Gate.ADMINISTRATOR, _JOURNAL, writes=True),
    "desk:journal_readers": Address(Gate.ADMINISTRATOR, _JOURNAL, reads=False, writes=True),
    "desk:registration": Address(Gate.CLERK, _JOURNAL, writes=True),
    "desk:addressee_options": Address(Gate.JOURNAL, _JOURNAL),
    "desk:registration_fields": Address(Gate.CLERK, _JOURNAL, reads=False),
    "desk:registration_remarks": Address(Gate.CLERK, _JOURNAL, reads=False),
    "desk:correspondent_options": Address(Gate.JOURNAL, _JOURNAL),
    "desk:correspondent_inline": Address(Gate.JOURNAL, _JOURNAL, writes=True, write_gate=Gate.CLERK),
    "desk:document": Address(Gate.DOCUMENT, _DOCUMENT, notes_reading=True),
    "desk:dispatch": Address(Gate.CREATES, writes=True),
    "desk:dispatch_list": Address(Gate.CREATES),
    "desk:copies": Address(Gate.DOCUMENT_CLERK, _DOCUMENT, writes=True, notes_reading=True),
    "desk:correction": Address(Gate.DOCUMENT_CLERK, _DOCUMENT, writes=True, notes_reading=True),
    "desk:document_files": Address(Gate.DOCUMENT_CLERK, _DOCUMENT, writes=True, notes_reading=True),
    "desk:movement": Address(Gate.DOCUMENT_CLERK, _DOCUMENT, writes=True, notes_reading=True),
    "desk:withdrawal": Address(Gate.DOCUMENT_CLERK, {"file_id": "file"}, writes=True, notes_reading=True),
    "desk:document_readers": Address(Gate.DOCUMENT_CONTROL, _DOCUMENT, writes=True, notes_reading=True),
    "desk:closure": Address(Gate.DOCUMENT_CONTROL, _DOCUMENT, writes=True, notes_reading=True),
    "desk:deadline": Address(
        Gate.DOCUMENT_CLERK, _DOCUMENT | {"deadline_id": "deadline"}, writes=True, notes_reading=True
    ),
    # Paper, many documents at once, links for colleagues
    "desk:code": Address(Gate.DOCUMENT, {"code": "code"}),
    "desk:originals": _PAGE,
    "desk:original": Address(Gate.DOCUMENT_CLERK, _DOCUMENT, writes=True, notes_reading=True),
    "desk:paper_lists": _PAGE,
    "desk:paper_list_new": Address(Gate.KEEPER, writes=True),
    "desk:paper_list": Address(Gate.PAPERS, _PAPERS, writes=True),
    "desk:paper_list_print": Address(Gate.PAPERS, _PAPERS),
    "desk:paper_list_pdf": Address(Gate.PAPERS, _PAPERS),
    "desk:paper_list_qr": Address(Gate.PAPERS, _PAPERS),
    "desk:colleague": Address(Gate.DOCUMENT, _DOCUMENT, writes=True, notes_reading=True),
    "desk:label": Address(Gate.DOCUMENT, _DOCUMENT, notes_reading=True),
    "desk:label_pdf": Address(Gate.DOCUMENT, _DOCUMENT, notes_reading=True),
    "desk:stamp_pdf": Address(Gate.DOCUMENT, _DOCUMENT, notes_reading=True),
    "desk:document_qr": Address(Gate.DOCUMENT, _DOCUMENT, notes_reading=True),
    "desk:envelopes": Address(Gate.DOCUMENT, _DOCUMENT, notes_reading=True, opens=False),
    "desk:bulk": Address(Gate.JOURNAL, _JOURNAL, writes=True),
    "desk:journal_labels": Address(Gate.JOURNAL, _JOURNAL, opens=False, notes_reading=True),
    "desk:journal_envelopes": Address(Gate.JOURNAL, _JOURNAL, opens=False, notes_reading=True),
    "registry:journal_print": Address(Gate.JOURNAL, _JOURNAL, notes_reading=True),
    "registry:journal_print_pdf": Address(Gate.JOURNAL, _JOURNAL, notes_reading=True),
    "registry:journal_print_xlsx": Address(Gate.JOURNAL, _JOURNAL, notes_reading=True),
    "registry:card_print": Address(Gate.DOCUMENT, _DOCUMENT, notes_reading=True),
    "registry:card_print_pdf": Address(Gate.DOCUMENT, _DOCUMENT, notes_reading=True),
    "desk:file": Address(Gate.DOCUMENT, {"file_id": "file"}, notes_reading=True),
    "desk:file_page": Address(Gate.DOCUMENT, {"file_id": "file", "page": "first"}, notes_reading=True),
    "desk:correspondents": _PAGE,
    "desk:correspondent_new": Address(Gate.KEEPER, writes=True),
    "desk:correspondent": Address(Gate.CORRESPONDENT, {"correspondent_id": "correspondent"}),
    "desk:correspondent_change": Address(Gate.KEEPER, {"correspondent_id": "correspondent"}, writes=True),
    "desk:directory_options": _PAGE,
    "desk:correspondent_merge": Address(Gate.KEEPER, {"correspondent_id": "correspondent"}, writes=True),
    "desk:correspondent_merge_removal": Address(Gate.KEEPER, {"merge_id": "merge"}, reads=False, writes=True),
    "desk:correspondent_groups": Address(Gate.KEEPER),
    "desk:correspondent_group_new": Address(Gate.KEEPER, writes=True),
    "desk:correspondent_group": Address(Gate.CLERK, {"group_id": "addressees"}, writes=True),
    "desk:correspondent_group_removal": Address(
        Gate.CLERK, {"group_id": "addressees"}, reads=False, writes=True
    ),
    "desk:affected": Address(Gate.CALENDAR, writes=True),
    "desk:handover_choose": _admin(),
    "desk:handover": Address(Gate.ADMINISTRATOR, {"person_id": "person"}, writes=True),
    # Appeals, requests, receptions
    "appeals:receptions": Address(Gate.RECEPTIONS),
    "appeals:reception_new": Address(Gate.APPEALS_CLERK, writes=True),
    "appeals:reception_remarks": Address(Gate.APPEALS_CLERK, reads=False),
    "appeals:receptions_print": Address(Gate.RECEPTIONS, notes_reading=True),
    "appeals:receptions_print_pdf": Address(Gate.RECEPTIONS, notes_reading=True),
    "appeals:receptions_print_xlsx": Address(Gate.RECEPTIONS, notes_reading=True),
    "appeals:receipt": Address(Gate.RECEPTIONS, {"document_id": "reception"}, notes_reading=True),
    "appeals:receipt_pdf": Address(Gate.RECEPTIONS, {"document_id": "reception"}, notes_reading=True),
    "appeals:forwardings": Address(
        Gate.APPEALS_CLERK, {"document_id": "reception"}, writes=True, notes_reading=True
    ),
    "appeals:extensions": Address(
        Gate.APPEALS_CLERK, {"document_id": "reception"}, writes=True, notes_reading=True
    ),
    "appeals:answer": Address(
        Gate.APPEALS_CLERK, {"document_id": "reception"}, writes=True, notes_reading=True
    ),
    "appeals:copying": Address(
        Gate.APPEALS_CLERK, {"document_id": "info_request"}, writes=True, notes_reading=True
    ),
    # Notices and mail
    "notices:notices": _PAGE,
    "notices:read_all": _own(reads=False),
    "notices:read_one": _own(reads=False, pk="absent"),
    "notices:mail": _admin(),
    "notices:test_letter": _admin(reads=False),
    "notices:try_again": _admin("absent", reads=False),
    "notices:ask_link": Address(
        Gate.PUBLIC, reason="whoever forgot the password cannot sign in", writes=True
    ),
    # The state of the system
    "state": Address(Gate.ADMINISTRATOR),
    "state_retry": Address(Gate.ADMINISTRATOR, {"job_id": "absent"}, reads=False, writes=True),
    # The REST API: tokens only, a browser’s session means nothing there
    "api:register": Address(Gate.TOKEN_REGISTER, reads=False, writes=True),
    "api:register_created": Address(Gate.TOKEN_REGISTER, reads=False, writes=True),
    "api:listing": Address(Gate.TOKEN_READ),
    "api:document": Address(Gate.TOKEN_READ, _DOCUMENT, notes_reading=True),
    "api:correction": Address(Gate.TOKEN_REGISTER, _DOCUMENT, reads=False, writes=True),
    "api:files": Address(Gate.TOKEN_READ, _DOCUMENT, notes_reading=True),
    "api:add_files": Address(Gate.TOKEN_REGISTER, _DOCUMENT, reads=False, writes=True),
    "api:file": Address(Gate.TOKEN_READ, {"file_id": "file"}, notes_reading=True),
    "api:events": Address(Gate.TOKEN_READ),
    "api:journals": Address(Gate.TOKEN),
    "api:correspondents": Address(Gate.TOKEN),
    "api:profile_fields": Address(Gate.TOKEN),
    "api:openapi-json": Address(Gate.PUBLIC, reason="describes the API, holds no data", harmless=True),
    "api:api-root": Address(Gate.NOBODY),
    "api_reference": Address(Gate.PUBLIC, reason="describes the API, holds no data"),
    API_ELSEWHERE: Address(Gate.NOBODY, reason="any other address of the API answers as the API does"),
    "desk:help_index": Address(Gate.PUBLIC, reason="help tells nothing of anybody; sign-in needs it too"),
    "desk:help": Address(Gate.PUBLIC, {"slug": "help"}, reason="help tells nothing of anybody"),
}


@dataclass(frozen=True)
class Found:
    """An address as the resolver has it."""

    name: str
    pattern: str
    callback: Any


def all_addresses() -> list[Found]:
    """Every address that answers, named with its namespaces; nameless ones by their pattern."""
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda each: (each.name, each.pattern))


def _walk(patterns: list[Any], spaces: str, before: str) -> Iterator[Found]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{spaces}{each.namespace}:" if each.namespace else spaces
            yield from _walk(each.url_patterns, inner, path)
        elif isinstance(each, URLPattern):
            yield Found(f"{spaces}{each.name}" if each.name else path, path, each.callback)
