"""People, the working calendar, the rules of law, the list of cases."""

from __future__ import annotations

from tests.promises.addresses.gates import PAGE, Address, Gate, by_administrator, by_oneself

ROWS: dict[str, Address] = {
    # People
    "people:people": PAGE,
    "people:person_add": by_administrator(),
    "people:name_preview": PAGE,
    "people:title_preview": PAGE,
    "people:powers": PAGE,
    "people:person": Address(Gate.SIGNED_IN, {"pk": "person"}),
    "people:person_change": by_administrator("person"),
    "people:appoint": by_administrator("person"),
    "people:dismissal": by_administrator("person"),
    "people:account_open": by_administrator("person"),
    "people:account_link": by_administrator("person", reads=False),
    "people:account_close": by_administrator("person", reads=False),
    "people:account_reopen": by_administrator("person", reads=False),
    "people:account_unlock": by_administrator("person", reads=False),
    "people:account_second_factor": by_administrator("person", reads=False),
    "people:role_grant": by_administrator("person"),
    "people:view_as": by_administrator("person", reads=False),
    "people:view_as_end": by_oneself(reads=False),
    "people:role_revoke": by_administrator("role", reads=False),
    "people:appointment_end": by_administrator("appointment"),
    "people:absence": Address(Gate.OWNER_OR_SUBSTITUTE, {"pk": "away"}, writes=True),
    "people:absence_withdraw": Address(Gate.OWNER_OR_SUBSTITUTE, {"pk": "absence"}, reads=False, writes=True),
    "people:substitute": Address(Gate.OWNER_OR_SUBSTITUTE, {"pk": "appointment"}, writes=True),
    "people:substitution_revoke": Address(
        Gate.OWNER_OR_SUBSTITUTE, {"pk": "substitution"}, reads=False, writes=True
    ),
    "people:structure": PAGE,
    "people:organisation_add": by_administrator(),
    "people:organisation_change": by_administrator("organisation"),
    "people:unit_add": by_administrator("organisation"),
    "people:position_add": by_administrator("organisation"),
    "people:unit": Address(Gate.SIGNED_IN, {"pk": "unit"}),
    "people:unit_rename": by_administrator("unit"),
    "people:unit_move": by_administrator("unit"),
    "people:unit_merge": by_administrator("unit"),
    "people:unit_close": by_administrator("unit"),
    "people:position_change": by_administrator("position"),
    "people:position_close": by_administrator("position"),
    "people:bodies": PAGE,
    "people:body_add": by_administrator(),
    "people:body": Address(Gate.SIGNED_IN, {"pk": "body"}),
    "people:body_change": by_administrator("body"),
    "people:body_close": by_administrator("body"),
    "people:body_join": by_administrator("body"),
    "people:body_sit": by_administrator("body"),
    "people:member_leave": by_administrator("membership"),
    "people:places": PAGE,
    "people:district_add": by_administrator(),
    "people:district_change": by_administrator("district"),
    "people:settlement_add": by_administrator(),
    "people:settlement_change": by_administrator("settlement"),
    "people:tokens": by_administrator(),
    "people:token_revoke": by_administrator("token", reads=False),
    "people:profile": by_oneself(),
    "people:password": by_oneself(),
    "people:totp_picture": Address(Gate.SIGNED_IN, opens=False),
    "people:one_time_link": Address(
        Gate.PUBLIC, {"token": "link"}, reason="whoever has the link has no password yet", writes=True
    ),
    "people:cannot_sign_in": Address(Gate.PUBLIC, reason="says what to do before sign-in"),
    # Signatures
    "signatures:check": Address(Gate.SIGNED_IN, harmless=True),
    "signatures:trust": by_administrator(),
    "signatures:trust_import": Address(Gate.ADMINISTRATOR, {"import_id": "trust_import"}, writes=True),
    "signatures:trust_withdrawal": Address(Gate.ADMINISTRATOR, {"item_id": "trust_item"}, writes=True),
    "signatures:trust_version": Address(Gate.ADMINISTRATOR, {"number": "trust_version"}),
    "signatures:protocol": Address(Gate.SIGNED_IN, reads=False, harmless=True, opens=False),
    # The working calendar, the rules, the list of cases
    "workdays:calendar": PAGE,
    "workdays:day": Address(Gate.SIGNED_IN, {"iso": "day"}, writes=True, write_gate=Gate.CALENDAR),
    "workdays:removal": Address(Gate.CALENDAR, {"iso": "day"}, reads=False, writes=True),
    "workdays:martial_law": Address(Gate.SIGNED_IN, writes=True, write_gate=Gate.CALENDAR),
    "workdays:hours": Address(Gate.SIGNED_IN, writes=True, write_gate=Gate.CALENDAR),
    "law:index": PAGE,
    "law:group": Address(Gate.SIGNED_IN, {"group": "group"}),
    "law:addition": Address(Gate.SIGNED_IN, {"group": "group"}, writes=True, write_gate=Gate.ADMINISTRATOR),
    "law:rule": Address(
        Gate.SIGNED_IN, {"group": "group", "code": "rule"}, writes=True, write_gate=Gate.ADMINISTRATOR
    ),
    "law:withdrawal": Address(
        Gate.ADMINISTRATOR, {"group": "group", "code": "rule"}, reads=False, writes=True
    ),
    "nomenclature:index": PAGE,
    "nomenclature:years": Address(Gate.CALENDAR, reads=False, writes=True),
    "nomenclature:cases": Address(Gate.SIGNED_IN, {"pk": "nomenclature"}),
    "nomenclature:addition": Address(
        Gate.SIGNED_IN, {"pk": "nomenclature"}, writes=True, write_gate=Gate.CALENDAR
    ),
    "nomenclature:approval": Address(Gate.CALENDAR, {"pk": "nomenclature"}, reads=False, writes=True),
    "nomenclature:case": Address(Gate.SIGNED_IN, {"pk": "case"}, writes=True, write_gate=Gate.CALENDAR),
    "nomenclature:closure": Address(Gate.CALENDAR, {"pk": "case"}, reads=False, writes=True),
}
