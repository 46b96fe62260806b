"""Why a registration may be refused, and how long papers are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

KMU55, ALWAYS = date(2018, 1, 17), date(1991, 8, 24)
P21 = "п. 21 Типової інструкції № 55"

# The ten grounds close the list for what comes through SEV and for nothing else: a refusal without one is
# itself a breach (p. 24). An appeal or a request is not refused registration at all.
_SEV = (
    ("sev_01_form", "Порушено вимоги до форми підготовки документа або до підписувача", "п. 2, 117, 118"),
    ("sev_02_addressee", "Документ надійшов не за адресою", ""),
    ("sev_03_repeated", "Документ надійшов повторно", ""),
    ("sev_04_content", "Заявлений склад документа не відповідає фактичному", ""),
    ("sev_05_requisites", "Реквізити картки не збігаються з реквізитами документа", ""),
    ("sev_06_signature", "Немає КЕП підписувача або передбаченої кваліфікованої електронної печатки", ""),
    ("sev_07_signer", "Документ підписано особою, яка не є підписувачем або не виконує його обов’язків", ""),
    (
        "sev_08_unverifiable",
        "Електронний підпис або печатку неможливо перевірити",
        "ч. 2 ст. 18 Закону № 2155-VIII",
    ),
    ("sev_09_timestamp", "Немає кваліфікованої електронної позначки часу", ""),
    ("sev_10_unreadable", "Візуальна форма документа непридатна для сприймання", ""),
)
_PAPER_KINDS = ["letter", "order_above", "telegram", "phone_message"]

# The list of what is not registered is nine grounds more, not one with a note: each can then be changed or
# withdrawn by the hromada on the page «Право» like any other rule, and a refusal names the very line of it.
_UNREGISTERED = (
    ("greetings", "вітальні листи й телеграми"),
    ("invitations", "запрошення, оголошення, програми заходів"),
    ("advertising", "рекламні матеріали, пропозиції товарів і послуг"),
    ("periodicals", "друковані видання: газети, журнали, бюлетені"),
    ("programmes", "навчальні плани й програми (копії)"),
    ("copies", "копії документів до відома, без доручень"),
    ("accounting", "первинні документи бухгалтерського обліку"),
    ("statistics", "форми статистичної звітності"),
    ("personal", "кореспонденція з позначкою «особисто»"),
)

GROUNDS: tuple[dict[str, Any], ...] = (
    *(
        {"code": code, "title": title, "legal_basis": f"{P21}; {more}" if more else P21, "channels": ["sev"],
         "kinds": [], "confidence": "src", "valid_from": KMU55}
        for code, title, more in _SEV
    ),
    {"code": "email_no_force", "title": "Електронна пошта не замінює СЕВ ОВВ або оригінал на папері",
     "legal_basis": "п. 32, 45 Типової інструкції № 55", "channels": ["email", "fax"],
     "kinds": _PAPER_KINDS, "confidence": "src", "valid_from": KMU55},
    {"code": "paper_addressee", "title": "Адресовано іншій установі: повертається або пересилається",
     "legal_basis": "наказ № 1000/5", "channels": ["post", "in_person", "courier"], "kinds": _PAPER_KINDS,
     "confidence": "M", "valid_from": ALWAYS},
    {"code": "paper_incomplete", "title": "Немає аркушів або додатків, названих у документі (складено акт)",
     "legal_basis": "наказ № 1000/5", "channels": ["post", "in_person", "courier"], "kinds": _PAPER_KINDS,
     "confidence": "M", "valid_from": ALWAYS},
    *(
        {"code": f"unregistered_{code}", "title": f"Не підлягає реєстрації: {what}",
         "legal_basis": "наказ № 1000/5, перелік нереєстрованих документів",
         "channels": ["post", "in_person", "courier", "email", "fax"], "kinds": ["letter"],
         "confidence": "H", "valid_from": ALWAYS}
        for code, what in _UNREGISTERED
    ),
    {"code": "not_registrable", "title": "Не підлягає реєстрації: інше з переліку громади",
     "legal_basis": "наказ № 1000/5, перелік нереєстрованих документів",
     "channels": ["post", "in_person", "courier", "email", "fax"], "kinds": ["letter"],
     "confidence": "H", "valid_from": ALWAYS},
)  # fmt: skip


def _kept(
    code: str, title: str, words: str, years: int | None, article: str, conf: str, commission: bool = False
) -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "words": words,
        "years": years,
        "article": article,
        "needs_commission": commission,
        "confidence": conf,
        "legal_basis": f"ст. {article} переліку № 578/5" if article else "перелік № 578/5",
        "valid_from": date(2012, 4, 12),
    }


FOREVER = "Постійно"
RETENTION: tuple[dict[str, Any], ...] = (
    _kept("sent_for_information", "акти органів вищого рівня, надіслані до відома", "Доки не мине потреба",
          None, "3-б", "src"),
    _kept("sessions", "протоколи сесій, рішення ради та документи до них", FOREVER, None, "7-а", "src"),
    _kept("executive", "протоколи й рішення виконавчого комітету", FOREVER, None, "7-а", "H"),
    _kept("orders_main", "розпорядження з основної діяльності", FOREVER, None, "16-а", "src"),
    _kept("orders_staff", "розпорядження з кадрових питань тривалого зберігання", "75 років", 75, "16-б",
          "src"),
    _kept("orders_short", "розпорядження про відпустки, короткі відрядження, стягнення", "5 років", 5,
          "16-б", "src"),
    _kept("orders_economic", "розпорядження з господарських питань", "5 років", 5, "16-в", "H"),
    _kept("correspondence_main", "листування з основних питань діяльності", "5 років", 5, "22", "H", True),
    _kept("correspondence_office", "листування з господарських питань, записки", "3 роки", 3, "23", "M"),
    _kept("appeals", "звернення громадян особистого характеру", "5 років", 5, "82-б", "H"),
    _kept("appeals_serious", "звернення про серйозні недоліки, творчі пропозиції", FOREVER, None, "82-а",
          "H"),
    _kept("info_requests", "запити на інформацію та відповіді", "5 років", 5, "85", "L"),
    _kept("deputies", "депутатські звернення та документи до них", "5 років", 5, "", "H", True),
    _kept("court", "документи судових справ", "3 роки після рішення", 3, "", "M"),
    _kept("phone_messages", "телефонограми, телеграми, факсограми", "1 рік", 1, "", "M"),
    _kept("journals", "журнали реєстрації документів", "3 роки", 3, "122", "H"),
    _kept("journals_main", "журнали реєстрації рішень і розпоряджень з основної діяльності", FOREVER, None,
          "121-а", "src"),
    _kept("journals_staff", "журнали реєстрації кадрових розпоряджень", "75 років", 75, "121-б", "M"),
    _kept("staff_meetings", "протоколи апаратних нарад", "5 років", 5, "13", "M", True),
    _kept("contracts", "договори", "3 роки після закінчення дії", 3, "330", "M"),
    _kept("powers", "довіреності", "3 роки", 3, "", "M"),
    _kept("statutes", "статути, положення, регламент ради", FOREVER, None, "30", "src"),
    _kept("staffing", "штатні розписи", FOREVER, None, "37-а", "H"),
    _kept("job_descriptions", "посадові інструкції", "5 років після заміни новими", 5, "43", "H"),
    _kept("inspections", "документи перевірок і ревізій", "5 років", 5, "77", "M", True),
    _kept("nomenclature", "зведена номенклатура справ", FOREVER, None, "112-а", "H"),
    _kept("nomenclature_units", "номенклатури справ підрозділів", "3 роки", 3, "112-в", "M"),
    _kept("procurement", "документи публічних закупівель", "3 роки", 3, "219", "M", True),
    _kept("annual_accounts", "річна фінансова звітність", FOREVER, None, "311-б", "H"),
    _kept("primary_papers", "первинні бухгалтерські документи", "3 роки", 3, "336", "H"),
    _kept("payroll", "особові рахунки із зарплати", "75 років", 75, "317-а", "H"),
    _kept("timesheets", "табелі обліку робочого часу", "1 рік", 1, "408", "H"),
    _kept("leave_schedules", "графіки відпусток", "1 рік", 1, "515", "H"),
    _kept("personal_files", "особові справи працівників", "75 років", 75, "493-в", "H"),
    _kept("video", "відеозаписи засідань ради й комісій", "5 років", 5, "", "src"),
)  # fmt: skip
