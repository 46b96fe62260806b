"""Kinds of documents, regimes of consideration, channels."""

from __future__ import annotations

from datetime import date
from typing import Any

ALWAYS = date(1991, 8, 24)
KMU55 = "Типова інструкція № 55"


def _kind(code: str, title: str, flow: str, conf: str = "H", **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "flow": flow,
        "confidence": conf,
        "legal_basis": KMU55,
        "valid_from": ALWAYS,
        "regime": "ordinary",
    } | more  # fmt: skip


KINDS: tuple[dict[str, Any], ...] = (
    _kind("letter", "лист", "incoming", term="letter_default", retention="correspondence_main"),
    _kind("order_above", "акт або доручення органу вищого рівня", "incoming", "src", term="as_stated",
          retention="sent_for_information"),
    _kind("citizen_appeal", "звернення громадянина", "incoming", regime="appeal", term="appeal_general",
          access="restricted", retention="appeals", legal_basis="Закон № 393/96-ВР"),
    _kind("petition", "електронна петиція", "incoming", "M", regime="appeal", term="petition_publish",
          retention="appeals", legal_basis="ст. 23-1 Закону № 393/96-ВР"),
    _kind("info_request", "запит на інформацію", "incoming", regime="information", term="info_request",
          series="ЗПІ", retention="info_requests", legal_basis="Закон № 2939-VI"),
    _kind("deputy_appeal", "депутатське звернення", "incoming", regime="deputy", term="deputy_appeal",
          series="ДЗ", retention="deputies", legal_basis="ст. 13 Закону № 93-IV"),
    _kind("deputy_request", "депутатський запит", "incoming", "M", regime="deputy", term="deputy_request",
          series="ДЗП", period="convocation", retention="sessions", legal_basis="ст. 21, 22 Закону № 93-IV"),
    _kind("mp_appeal", "звернення народного депутата України", "incoming", regime="deputy", term="mp_appeal",
          series="НД", retention="deputies", legal_basis="ст. 16 Закону № 2790-XII"),
    _kind("mp_request", "запит народного депутата України", "incoming", regime="deputy", term="mp_request",
          series="НДЗ", retention="deputies", legal_basis="ст. 15 Закону № 2790-XII"),
    _kind("advocate_request", "адвокатський запит", "incoming", "M", regime="advocate",
          term="advocate_request",
          series="АЗ", access="restricted", retention="correspondence_main",
          legal_basis="ст. 24 Закону № 5076-VI"),
    _kind("admin_application", "заява в адміністративному провадженні", "incoming", "M",
          regime="administrative", term="admin_case", series="АП", access="restricted",
          retention="appeals", legal_basis="Закон № 2073-IX"),
    _kind("admin_complaint", "адміністративна скарга", "incoming", "M", regime="administrative",
          term="admin_complaint", series="АС", access="restricted", retention="appeals",
          legal_basis="ст. 78–86 Закону № 2073-IX"),
    _kind("personal_data_request", "запит про персональні дані", "incoming", "M", regime="personal_data",
          term="personal_data", access="restricted", retention="info_requests",
          legal_basis="Закон № 2297-VI"),
    _kind("court", "судовий документ або документ виконавчого провадження", "incoming", "M",
          regime="authority", term="as_stated", access="restricted", retention="court"),
    _kind("prosecutor", "вимога прокуратури або правоохоронного органу", "incoming", "H",
          regime="authority", term="as_stated", access="restricted", retention="correspondence_main"),
    _kind("telegram", "телеграма", "incoming", "M", term="telegram", retention="phone_messages"),
    _kind("phone_message", "телефонограма", "incoming", "M", term="telegram_urgent",
          retention="phone_messages"),
    _kind("out_letter", "вихідний лист", "outgoing", retention="correspondence_main"),
    _kind("certificate", "довідка", "outgoing", "M", retention="journals", series="-д"),
    _kind("reference", "характеристика", "outgoing", "M", retention="journals", access="restricted"),
    _kind("out_phone_message", "вихідна телефонограма", "outgoing", "M", retention="phone_messages"),
    _kind("council_decision", "рішення ради", "acts", period="convocation", retention="sessions",
          legal_basis="ст. 59 Закону № 280/97-ВР"),
    _kind("council_draft", "проєкт рішення ради", "acts", "M", series="ПР", period="convocation",
          retention="sessions"),
    _kind("session_minutes", "протокол сесії", "acts", "src", period="convocation", retention="sessions",
          legal_basis="ст. 46 Закону № 280/97-ВР"),
    _kind("commission_minutes", "протокол постійної комісії", "acts", period="convocation",
          retention="sessions", legal_basis="ст. 47 Закону № 280/97-ВР"),
    _kind("commission_conclusion", "висновок постійної комісії", "acts", period="convocation",
          retention="sessions", legal_basis="ст. 47 Закону № 280/97-ВР"),
    _kind("executive_decision", "рішення виконавчого комітету", "acts", retention="executive",
          legal_basis="ст. 53, 59 Закону № 280/97-ВР"),
    _kind("executive_minutes", "протокол засідання виконавчого комітету", "acts", retention="executive"),
    _kind("order_main", "розпорядження з основної діяльності", "acts", "src", series="-од",
          retention="orders_main", legal_basis="п. 156 Типової інструкції № 55"),
    _kind("order_staff", "розпорядження з кадрових питань", "acts", "src", series="-к", access="restricted",
          retention="orders_staff"),
    _kind("order_leave", "розпорядження про відпустки", "acts", "src", series="-в",
          access="restricted", retention="orders_short"),
    _kind("order_trip", "розпорядження про відрядження", "acts", "M", series="-вд", access="restricted",
          retention="orders_short"),
    _kind("order_economic", "розпорядження з господарських питань", "acts", series="-аг",
          retention="orders_economic", legal_basis="п. 156 Типової інструкції № 55"),
    _kind("department_order", "наказ керівника виконавчого органу", "acts", series="-н",
          retention="orders_main"),
    _kind("minutes", "протокол наради", "internal", "M", retention="staff_meetings"),
    _kind("memo", "доповідна записка", "internal", retention="correspondence_office"),
    _kind("explanation", "пояснювальна записка", "internal", access="restricted",
          retention="correspondence_office"),
    _kind("act", "акт", "internal", "H", retention="correspondence_main"),
    _kind("contract", "договір", "internal", "M", regime="contract", series="Д", retention="contracts"),
    _kind("additional_agreement", "додаткова угода", "internal", "M", regime="contract",
          retention="contracts"),
    _kind("power_of_attorney", "довіреність", "internal", "M", retention="powers"),
    _kind("legal_opinion", "висновок юридичного відділу", "internal", "src",
          retention="correspondence_main"),
)  # fmt: skip

REGIMES: tuple[dict[str, Any], ...] = tuple(
    {"code": code, "title": title, "legal_basis": basis, "terms": terms, "confidence": "src",
     "valid_from": ALWAYS}
    for code, title, basis, terms in (
        ("ordinary", "звичайний документ", "Типова інструкція № 55; наказ № 1000/5",
         ["letter_default", "as_stated", "telegram", "telegram_urgent"]),
        ("appeal", "звернення громадян", "Закон № 393/96-ВР",
         ["appeal_general", "appeal_simple", "appeal_forward", "appeal_return", "petition_publish"]),
        ("information", "доступ до публічної інформації", "Закон № 2939-VI", ["info_request", "info_urgent"]),
        ("deputy", "депутатське звернення або запит", "закони № 93-IV, № 2790-XII",
         ["deputy_appeal", "deputy_request", "mp_appeal", "mp_request"]),
        ("advocate", "адвокатський запит", "ст. 24 Закону № 5076-VI", ["advocate_request"]),
        ("administrative", "адміністративна процедура", "Закон № 2073-IX",
         ["admin_case", "admin_case_hearing", "admin_complaint", "admin_service"]),
        ("personal_data", "доступ до персональних даних", "Закон № 2297-VI", ["personal_data"]),
        ("authority", "вимога суду, прокуратури, правоохоронного органу", "процесуальні закони",
         ["as_stated"]),
        ("contract", "договір", "Цивільний кодекс", ["as_stated"]),
    )
)  # fmt: skip

CHANNELS: tuple[dict[str, Any], ...] = tuple(
    {"code": code, "title": title, "flows": flows, "kinds": kinds, "is_electronic": electronic,
     "legal_basis": basis, "confidence": "H", "valid_from": ALWAYS, "note": note}
    for code, title, flows, kinds, electronic, basis, note in (
        ("post", "пошта", ["incoming", "outgoing"], [], False, "", ""),
        ("in_person", "особисто", ["incoming", "outgoing"], [], False, "", ""),
        ("courier", "кур’єр, фельд’єгер", ["incoming", "outgoing"], [], False, "", ""),
        ("sev", "СЕВ ОВВ", ["incoming", "outgoing"], [], True, "Типова інструкція № 55", ""),
        ("email", "електронна пошта", ["incoming", "outgoing"], [], True, "п. 32, 45 Типової інструкції № 55",
         "Лист органу чи юридичної особи з електронної пошти не має сили оригіналу; звернення громадян "
         "і запити на інформацію реєструють за їхніми законами."),
        ("portal", "сайт, портал громади", ["incoming", "outgoing"], [], True, "", ""),
        ("phone", "телефон, контактний центр", ["incoming"],
         ["citizen_appeal", "info_request", "phone_message"], False, "ст. 5 Закону № 393/96-ВР", ""),
        ("reception", "особистий прийом", ["incoming"], ["citizen_appeal", "info_request"], False,
         "ст. 22 Закону № 393/96-ВР", ""),
        ("representative", "через уповноважену особу", ["incoming"], [], False, "", ""),
        ("media", "через медіа", ["incoming"], ["citizen_appeal"], False, "постанова № 858", ""),
        ("session", "на засіданні ради", ["incoming"], ["deputy_appeal", "deputy_request"], False,
         "ст. 21, 22 Закону № 93-IV", ""),
        ("fax", "факс", ["incoming", "outgoing"], [], False, "п. 45 Типової інструкції № 55", ""),
        ("internal", "усередині установи", ["internal", "acts"], [], True, "", ""),
    )
)  # fmt: skip
