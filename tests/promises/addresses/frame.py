"""The frame, signing in, notices, the state of the system, the REST API and help."""

from __future__ import annotations

from tests.promises.addresses.gates import DOCUMENT, PAGE, Address, Gate, by_administrator, by_oneself

API_ELSEWHERE = "^api/v1/(?P<rest>.*)$"

ROWS: dict[str, Address] = {
    # The frame
    "ui:look": Address(
        Gate.PUBLIC, reason="a cookie of the look, before sign-in too", reads=False, writes=True
    ),
    "ui:token": PAGE,
    "ui:session": Address(Gate.SIGNED_IN, writes=True),
    "ui:components": Address(Gate.NOBODY, reason="for those who build, absent from installations"),
    "ui:sample_options": Address(Gate.NOBODY),
    "ui:sample_draft": Address(Gate.NOBODY, reads=False),
    # Sign-in
    "account_login": Address(Gate.PUBLIC, reason="sign-in itself", writes=True),
    "account_logout": Address(Gate.PUBLIC, reason="whoever is not signed in has nothing to end", writes=True),
    "account_inactive": Address(Gate.PUBLIC, reason="says that a way in is closed, of nobody in particular"),
    "account_signup": Address(Gate.NOBODY, reason="people are let in by the administrator"),
    "account_reauthenticate": by_oneself(opens=False),
    "mfa_index": PAGE,
    "mfa_authenticate": Address(Gate.PUBLIC, reason="the second step of sign-in", writes=True, opens=False),
    "mfa_reauthenticate": by_oneself(),
    "mfa_activate_totp": by_oneself(),
    "mfa_deactivate_totp": by_oneself(opens=False),
    "mfa_view_recovery_codes": by_oneself(opens=False, writes=False),
    "mfa_generate_recovery_codes": by_oneself(opens=False),
    "mfa_list_webauthn": Address(Gate.SIGNED_IN, opens=False),
    "mfa_add_webauthn": by_oneself(opens=False),
    "mfa_login_webauthn": Address(Gate.PUBLIC, reason="sign-in by a passkey", writes=True, opens=False),
    "mfa_reauthenticate_webauthn": by_oneself(opens=False),
    "mfa_remove_webauthn": by_oneself(pk="absent", opens=False),
    # Notices and mail
    "notices:notices": PAGE,
    "notices:read_all": by_oneself(reads=False),
    "notices:read_one": by_oneself(reads=False, pk="absent"),
    "notices:settings": by_oneself(),
    "notices:own_test_letter": by_oneself(reads=False),
    "notices:worker": Address(Gate.PUBLIC, reason="a script, the same for everybody"),
    "notices:push_key": by_oneself(reads=False),
    "notices:device_add": by_oneself(reads=False),
    "notices:device_switch": by_oneself(reads=False, pk="absent"),
    "notices:device_removal": by_oneself(reads=False, pk="absent"),
    "notices:device_test": by_oneself(reads=False, pk="absent"),
    "notices:mail": by_administrator(),
    "notices:test_letter": by_administrator(reads=False),
    "notices:try_again": by_administrator("absent", reads=False),
    "notices:ask_link": Address(
        Gate.PUBLIC, reason="whoever forgot the password cannot sign in", writes=True
    ),
    # The state of the system
    "state": Address(Gate.ADMINISTRATOR),
    "state_retry": Address(Gate.ADMINISTRATOR, {"job_id": "absent"}, reads=False, writes=True),
    # The REST API: tokens only, a browser’s session means nothing there
    "api:register": Address(Gate.TOKEN_REGISTER, reads=False, writes=True),
    "api:register_created": Address(Gate.TOKEN_REGISTER, reads=False, writes=True),
    "api:contract_register": Address(Gate.TOKEN_REGISTER, reads=False, writes=True),
    "api:contract": Address(Gate.TOKEN_READ, {"document_id": "contract"}, notes_reading=True),
    "api:listing": Address(Gate.TOKEN_READ),
    "api:document": Address(Gate.TOKEN_READ, DOCUMENT, notes_reading=True),
    "api:correction": Address(Gate.TOKEN_REGISTER, DOCUMENT, reads=False, writes=True),
    "api:files": Address(Gate.TOKEN_READ, DOCUMENT, notes_reading=True),
    "api:add_files": Address(Gate.TOKEN_REGISTER, DOCUMENT, reads=False, writes=True),
    "api:file": Address(Gate.TOKEN_READ, {"file_id": "file"}, notes_reading=True),
    "api:tasks": Address(Gate.TOKEN_READ),
    "api:task": Address(Gate.TOKEN_READ, {"task_id": "task"}, notes_reading=True),
    "api:task_file": Address(Gate.TOKEN_READ, {"file_id": "task_file"}, notes_reading=True),
    "api:task_acceptance": Address(Gate.TOKEN_EXECUTE, {"task_id": "task"}, reads=False, writes=True),
    "api:task_reports": Address(Gate.TOKEN_EXECUTE, {"task_id": "task"}, reads=False, writes=True),
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
