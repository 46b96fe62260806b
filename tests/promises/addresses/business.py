"""Contracts, sittings and their decisions, appeals, requests and receptions."""

from __future__ import annotations

from tests.promises.addresses.gates import DOCUMENT, DRAFT, ITEM, PAGE, SITTING, Address, Gate

ROWS: dict[str, Address] = {
    # Contracts
    "contracts:ending": PAGE,
    "contracts:terms": Address(Gate.CREATES, {"document_id": "contract"}, writes=True),
    # Sittings and their decisions
    "council:sittings": PAGE,
    "council:sitting_new": Address(Gate.CLERK, writes=True),
    "council:sitting": Address(Gate.SITTING, SITTING),
    "council:sitting_facts": Address(Gate.CLERK, SITTING, writes=True),
    "council:signing": Address(Gate.CLERK, SITTING, reads=False, writes=True),
    "council:agenda": Address(Gate.CLERK, SITTING, writes=True),
    "council:item": Address(Gate.SITTING, ITEM, writes=True, write_gate=Gate.CLERK),
    "council:mailing": Address(Gate.SITTING, ITEM, writes=True, write_gate=Gate.CLERK),
    "council:draft": Address(Gate.SITTING, DRAFT),
    "council:draft_removal": Address(Gate.CLERK, DRAFT, reads=False, writes=True),
    "council:votes": Address(Gate.CLERK, SITTING, writes=True),
    "council:numbering": Address(Gate.CLERK, SITTING, writes=True),
    "council:extracts": Address(Gate.SITTING, SITTING, opens=False),
    "council:extracts_packed": Address(Gate.SITTING, SITTING, opens=False),
    "council:mailing_print": Address(Gate.SITTING, SITTING),
    "council:placing": Address(Gate.CREATES, {"document_id": "decision"}, writes=True, notes_reading=True),
    "council:extract": Address(Gate.DOCUMENT, DOCUMENT, opens=False),
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
}
