"""Screens of this room."""

from obih.appeals.views.handling import answer, copying, extensions, forwardings
from obih.appeals.views.receptions import (
    receipt,
    receipt_pdf,
    reception_new,
    reception_remarks,
    receptions,
    receptions_print,
    receptions_print_pdf,
    receptions_print_xlsx,
)

__all__ = [
    "answer",
    "copying",
    "extensions",
    "forwardings",
    "receipt",
    "receipt_pdf",
    "reception_new",
    "reception_remarks",
    "receptions",
    "receptions_print",
    "receptions_print_pdf",
    "receptions_print_xlsx",
]
