"""Terms. Days are counted as the act named says; `confidence` is how sure we are of the number.

Citizens' appeals practice counts days off, so those terms advise to finish before a weekend.
"""

from __future__ import annotations

from datetime import date
from typing import Any

# The day an act came into force where we know it, else the day it was adopted.
APPEALS, INFO, LOCAL_GOV = date(1996, 10, 2), date(2011, 5, 9), date(1997, 5, 21)
DEPUTIES, MPS, ADVOCATES = date(2002, 7, 11), date(1992, 11, 17), date(2012, 8, 15)
ADMIN, RECORDS, KMU55 = date(2023, 12, 15), date(2015, 6, 18), date(2018, 1, 17)
SERVICES, PERSONAL, REGULATION = date(2012, 9, 6), date(2011, 1, 1), date(2003, 9, 11)
LAND_DRAFTS, PETITIONS, VIDEO = date(2020, 9, 15), date(2015, 7, 2), date(2024, 8, 15)


def _term(
    code: str, title: str, amount: int, unit: str, basis: str, since: date, conf: str = "src", **more: Any
) -> dict[str, Any]:
    before = unit.endswith("_before")
    defaults = {
        "start": "hour" if unit == "hour" else "next_day",
        "roll": "none" if unit == "hour" else "back" if before else "forward",
    }
    return defaults | {
        "code": code,
        "title": title,
        "amount": amount,
        "unit": unit,
        "legal_basis": basis,
        "valid_from": since,
        "confidence": conf,
    } | more  # fmt: skip


A20, I20 = "ст. 20 Закону № 393/96-ВР", "ст. 20 Закону № 2939-VI"

TERMS: tuple[dict[str, Any], ...] = (
    # листи
    _term("letter_default", "лист без зазначеного строку", 30, "calendar_day",
          "наказ № 1000/5; інструкція громади", RECORDS, "M", after_hours=True,
          note="Строк установлює резолюція; 30 днів — коли його не названо."),
    _term("as_stated", "строк установлює документ", 0, "none", "наказ № 1000/5", RECORDS, "H",
          note="Вимоги прокурора, суду, органу вищого рівня: дата стоїть у самому документі."),
    _term("telegram_urgent", "термінова телеграма", 2, "calendar_day", "наказ № 1000/5", RECORDS, "M",
          after_hours=True),
    _term("telegram", "інша телеграма", 10, "calendar_day", "наказ № 1000/5", RECORDS, "M", after_hours=True),
    _term("register_incoming", "реєстрація вхідного документа", 0, "same_day", "наказ № 1000/5", RECORDS,
          after_hours=True),
    _term("register_created", "реєстрація створеного документа", 0, "same_day",
          "наказ № 1000/5; п. 84 Типової інструкції № 55", KMU55),
    _term("pre_review", "попередній розгляд вхідного документа", 0, "same_day",
          "п. 20 Типової інструкції № 55", KMU55, after_hours=True,
          note="Одержане в неробочий час розглядають до 10:00 наступного робочого дня."),
    _term("card_correction", "виправлення зареєстрованої картки діловодом", 5, "working_day",
          "інструкція громади", RECORDS, "local",
          note="Після цього строку реквізити картки виправляє контролер або адміністратор; причину "
               "записують завжди. «Строк не встановлено» знімає межу."),
    _term("sev_no_ack", "підтвердження доставки через СЕВ", 6, "hour", "п. 24 Типової інструкції № 55",
          KMU55),
    _term("extension_request", "клопотання про продовження строку", 3, "working_day_before",
          "наказ № 1000/5", RECORDS, "M"),
    # звернення громадян
    _term("appeal_general", "звернення громадян", 1, "month", A20, APPEALS,
          cap="appeal_max", extends_to="appeal_max", warn_when_rolled=True,
          note="Довший строк установлює керівник або заступник із повідомленням заявника."),
    _term("appeal_simple", "звернення, що не потребує вивчення", 15, "calendar_day", A20, APPEALS,
          cap="appeal_max", extends_to="appeal_general", warn_when_rolled=True),
    _term("appeal_max", "граничний строк розгляду звернення", 45, "calendar_day", A20, APPEALS, roll="none"),
    _term("appeal_forward", "пересилання звернення за належністю", 5, "calendar_day",
          "ст. 7 Закону № 393/96-ВР", APPEALS, warn_when_rolled=True),
    _term("appeal_return", "повернення звернення без реквізитів", 10, "calendar_day",
          "ст. 5 Закону № 393/96-ВР", APPEALS, warn_when_rolled=True),
    _term("complaint_filing", "подання скарги на рішення", 1, "year", "ст. 17 Закону № 393/96-ВР", APPEALS,
          note="І не пізніше місяця з часу ознайомлення з рішенням; поважний пропуск поновлює орган."),
    _term("petition_publish", "оприлюднення петиції або відмова", 2, "working_day",
          "ст. 23-1 Закону № 393/96-ВР", PETITIONS),
    _term("petition_start_notice", "інформація про початок розгляду петиції", 3, "working_day",
          "ст. 23-1 Закону № 393/96-ВР", PETITIONS),
    _term("petition_review", "розгляд петиції", 10, "working_day", "ст. 23-1 Закону № 393/96-ВР", PETITIONS),
    _term("petition_answer", "відповідь на петицію", 1, "working_day", "ст. 23-1 Закону № 393/96-ВР",
          PETITIONS),
    _term("petition_store", "зберігання відомостей про петицію", 3, "year",
          "ст. 23-1 Закону № 393/96-ВР", PETITIONS, roll="none"),
    # запити на інформацію
    _term("info_request", "запит на інформацію", 5, "working_day", I20, INFO,
          cap="info_extended", extends_to="info_extended",
          note="Про продовження повідомляють письмово не пізніше п’яти робочих днів."),
    _term("info_urgent", "запит щодо життя, свободи, довкілля, аварій", 48, "hour", I20, INFO,
          note="Клопотання про терміновість має бути обґрунтованим."),
    _term("info_extended", "запит великого обсягу", 20, "working_day", I20, INFO),
    _term("publish_acts", "оприлюднення затвердженого акта", 5, "working_day",
          "ст. 15 Закону № 2939-VI", INFO),
    _term("publish_drafts", "оприлюднення проєкту рішення", 10, "working_day_before",
          "ч. 4 ст. 15 Закону № 2939-VI", LAND_DRAFTS,
          note="Під час воєнного стану вимога не діє: ч. 10 ст. 9 Закону № 389-VIII."),
    _term("publish_drafts_land", "оприлюднення проєкту про землю для мереж", 5, "working_day_before",
          "ч. 4 ст. 15 Закону № 2939-VI", LAND_DRAFTS),
    # депутати, адвокати, суб’єкти персональних даних
    _term("deputy_appeal", "депутатське звернення", 10, "calendar_day", "ст. 13 Закону № 93-IV", DEPUTIES,
          cap="deputy_appeal_max", extends_to="deputy_appeal_max"),
    _term("deputy_appeal_max", "депутатське звернення, що потребує вивчення", 1, "month",
          "ст. 13 Закону № 93-IV", DEPUTIES),
    _term("deputy_invite", "запрошення депутата на розгляд звернення", 5, "calendar_day_before",
          "ч. 4 ст. 13 Закону № 93-IV", DEPUTIES),
    _term("deputy_request", "депутатський запит", 0, "none", "ст. 22 Закону № 93-IV", DEPUTIES,
          extends_to="deputy_request_max", note="Строк установлює рада."),
    _term("deputy_request_max", "інший строк депутатського запиту", 1, "month",
          "ч. 4 ст. 22 Закону № 93-IV", DEPUTIES),
    _term("mp_appeal", "звернення народного депутата", 10, "calendar_day", "ст. 16 Закону № 2790-XII", MPS,
          cap="mp_appeal_max", extends_to="mp_appeal_max"),
    _term("mp_appeal_max", "граничний строк звернення народного депутата", 30, "calendar_day",
          "ст. 16 Закону № 2790-XII", MPS, roll="none"),
    _term("mp_request", "запит народного депутата", 15, "calendar_day", "ст. 15 Закону № 2790-XII", MPS,
          cap="mp_request_max", extends_to="mp_request_max"),
    _term("mp_request_max", "граничний строк запиту народного депутата", 1, "month",
          "ст. 15 Закону № 2790-XII", MPS, roll="none"),
    _term("advocate_request", "адвокатський запит", 5, "working_day", "ст. 24 Закону № 5076-VI", ADVOCATES,
          cap="advocate_extended", extends_to="advocate_extended"),
    _term("advocate_extended", "адвокатський запит великого обсягу", 20, "working_day",
          "ст. 24 Закону № 5076-VI", ADVOCATES),
    _term("personal_data", "доступ до персональних даних", 30, "calendar_day",
          "ст. 16, 17 Закону № 2297-VI", PERSONAL, extends_to="personal_data_max"),
    _term("personal_data_study", "вивчення запиту про персональні дані", 10, "working_day",
          "ст. 16 Закону № 2297-VI", PERSONAL),
    _term("personal_data_max", "відстрочення запиту третьої особи", 45, "calendar_day",
          "ст. 17 Закону № 2297-VI", PERSONAL, roll="none"),
    # адміністративна процедура: до 10 днів — робочі, понад 10 — календарні (ст. 33)
    _term("admin_case", "адміністративна справа за заявою", 30, "calendar_day", "ст. 34 Закону № 2073-IX",
          ADMIN, extends_to="admin_case_max"),
    _term("admin_case_hearing", "адміністративна справа зі слуханням", 45, "calendar_day",
          "ст. 34 Закону № 2073-IX", ADMIN, extends_to="admin_hearing_max"),
    _term("admin_case_max", "адміністративна справа, продовжена", 45, "calendar_day",
          "ч. 4 ст. 34 Закону № 2073-IX", ADMIN, note="Один раз, не більш як на 15 днів."),
    _term("admin_hearing_max", "справа зі слуханням, продовжена", 60, "calendar_day",
          "ч. 4 ст. 34 Закону № 2073-IX", ADMIN, note="Один раз, не більш як на 15 днів."),
    _term("admin_extension_notice", "повідомлення про продовження справи", 3, "working_day_before",
          "ст. 34 Закону № 2073-IX", ADMIN),
    _term("admin_fix", "повідомлення про залишення без руху", 3, "working_day", "ст. 43 Закону № 2073-IX",
          ADMIN),
    _term("admin_forward", "надсилання заяви за належністю", 5, "working_day", "ст. 44 Закону № 2073-IX",
          ADMIN),
    _term("admin_documents", "документи на запит адміністративного органу", 3, "working_day",
          "ст. 48 Закону № 2073-IX", ADMIN),
    _term("admin_notice_start", "повідомлення про початок провадження", 3, "working_day",
          "ст. 49 Закону № 2073-IX", ADMIN),
    _term("admin_motion", "розгляд клопотання учасника", 3, "working_day", "ст. 50 Закону № 2073-IX", ADMIN),
    _term("admin_invite", "запрошення учасника", 7, "calendar_day_before", "ст. 32 Закону № 2073-IX", ADMIN),
    _term("admin_notify_act", "доведення акта до відома", 3, "working_day", "ст. 75 Закону № 2073-IX", ADMIN),
    _term("admin_complaint_filing", "подання адміністративної скарги", 30, "calendar_day",
          "ст. 80 Закону № 2073-IX", ADMIN),
    _term("admin_complaint", "перегляд за скаргою", 30, "calendar_day", "ст. 34 Закону № 2073-IX", ADMIN,
          extends_to="admin_case_max"),
    _term("admin_service", "адміністративна послуга", 30, "calendar_day", "ст. 10 Закону № 5203-VI",
          SERVICES),
    # рада
    _term("session_notice", "повідомлення про скликання сесії", 10, "calendar_day_before",
          "ч. 10 ст. 46 Закону № 280/97-ВР", LOCAL_GOV),
    _term("session_notice_land", "повідомлення про сесію щодо землі для мереж", 5, "calendar_day_before",
          "ч. 10 ст. 46 Закону № 280/97-ВР", LAND_DRAFTS),
    _term("session_notice_urgent", "повідомлення про сесію у винятковому випадку", 1, "calendar_day_before",
          "ч. 10 ст. 46 Закону № 280/97-ВР", LOCAL_GOV),
    _term("rollcall_publish", "оприлюднення поіменного голосування", 0, "same_day",
          "ч. 3 ст. 59 Закону № 280/97-ВР", LOCAL_GOV, roll="none"),
    _term("video_publish", "оприлюднення відеозапису засідання", 1, "calendar_day",
          "ч. 18 ст. 46, ч. 9 ст. 47 Закону № 280/97-ВР", VIDEO, roll="none"),
    _term("video_keep", "зберігання відеозапису засідання", 5, "year",
          "ч. 18 ст. 46 Закону № 280/97-ВР", VIDEO, roll="none"),
    _term("veto", "зупинення рішення ради головою", 5, "calendar_day", "ч. 4 ст. 59 Закону № 280/97-ВР",
          LOCAL_GOV, roll="none"),
    _term("veto_review", "повторний розгляд зупиненого рішення", 14, "calendar_day",
          "ч. 4 ст. 59 Закону № 280/97-ВР", LOCAL_GOV),
    _term("regulation_publish", "оприлюднення регуляторного акта", 10, "calendar_day",
          "ст. 12 Закону № 1160-IV", REGULATION),
    _term("regulation_comments", "зауваження до проєкту регуляторного акта", 1, "month",
          "ст. 9 Закону № 1160-IV", REGULATION),
    # архів
    _term("archive_transfer", "передавання справи до архівного підрозділу", 2, "year",
          "п. 215 Типової інструкції № 55", KMU55, roll="none"),
)  # fmt: skip
