"""What people can do with appeals and requests. Nothing else writes this room’s tables."""

from obih.appeals.actions.handling import answer, bill_copies, extend, forward, pay_copies
from obih.appeals.actions.reception import ReceptionEntry, record_reception
from obih.appeals.actions.registration import keep_applicant, register_appeal, register_request

__all__ = [
    "ReceptionEntry",
    "answer",
    "bill_copies",
    "extend",
    "forward",
    "keep_applicant",
    "pay_copies",
    "record_reception",
    "register_appeal",
    "register_request",
]
