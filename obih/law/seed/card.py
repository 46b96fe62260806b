"""Fields of the registration card: № 55, p. 41 (mandatory) and p. 42 (additional), then our own and the
law's own for single kinds.

What a person types lives in a column, a related row or among the added fields; what follows from other rows
(logs, marks, the title of a case) is `derived`: seen, printed and exported, never typed. Reports speak of
mandatory fields as the instruction does; `required` is what registration itself cannot do without.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from obih.law.seed.classifier import (
    APPEAL_CATEGORIES,
    APPEAL_FORMS,
    APPEAL_KINDS,
    APPEAL_RESULTS,
    APPEAL_SIGNS,
    APPEAL_SOCIAL,
    APPEAL_SUBJECTS,
    APPEAL_TYPES,
    TOPICS,
)

ALWAYS = date(1991, 8, 24)
P41, P42 = "п. 41 Типової інструкції № 55", "п. 42 Типової інструкції № 55"
IN, OUT, INTERNAL = ["incoming"], ["outgoing"], ["internal"]
_LETTERS = [
    "letter", "order_above", "deputy_appeal", "deputy_request", "mp_appeal", "mp_request",
    "advocate_request", "admin_application", "admin_complaint", "personal_data_request", "court",
    "prosecutor", "telegram", "phone_message",
]  # fmt: skip

Choices = tuple[tuple[str, str], ...]


def _field(code: str, title: str, kind: str, stored: str, **more: Any) -> dict[str, Any]:
    choices: Choices = more.pop("choices", ())
    return {
        "code": code,
        "title": title,
        "type": kind,
        "stored": stored,
        "choices": [list(pair) for pair in choices],
        "confidence": "src",
        "valid_from": ALWAYS,
    } | more  # fmt: skip


def _must(code: str, title: str, kind: str, stored: str, **more: Any) -> dict[str, Any]:
    return _field(code, title, kind, stored, level="mandatory", **{"legal_basis": P41} | more)


def _may(code: str, title: str, kind: str, stored: str, **more: Any) -> dict[str, Any]:
    return _field(code, title, kind, stored, level="additional", **{"legal_basis": P42} | more)


def _own(code: str, title: str, kind: str, stored: str, **more: Any) -> dict[str, Any]:
    return _may(code, title, kind, stored, **{"legal_basis": "", "confidence": "local"} | more)


MANDATORY = (
    _must("correspondent", "Кореспондент", "text", "relation", flows=IN, required=True,
          hint="Назва, код ЄДРПОУ або прізвище"),
    _must("addressees", "Адресати", "long_text", "relation", flows=[*OUT, *INTERNAL]),
    _must("correspondent_number", "Вихідний номер кореспондента", "text", "relation", flows=IN,
          hint="Як на документі; немає номера — б/н"),
    _must("correspondent_date", "Вихідна дата кореспондента", "date", "relation", flows=IN),
    _must("addressee_number", "Вхідний номер в адресата", "text", "relation", flows=OUT),
    _must("addressee_date", "Вхідна дата в адресата", "date", "derived", flows=OUT),
    _must("own_number", "Реєстраційний номер", "text", "derived"),
    _must("own_date", "Дата реєстрації", "date", "derived"),
    _must("kind", "Вид документа", "choice", "column", required=True),
    _must("summary", "Короткий зміст", "long_text", "column", hint="Про що документ, одним-двома реченнями"),
    _must("signer", "Підписувач", "text", "relation", hint="Посада, власне ім’я ПРІЗВИЩЕ"),
    _must("signature", "КЕП підписувача або електронна печатка", "text", "derived"),
    _must("case_index", "Індекс справи", "choice", "relation"),
    _must("case_title", "Заголовок справи", "text", "derived"),
    _must("responsible_unit", "Відповідальний підрозділ", "unit", "relation"),
    _must("responsible_unit_index", "Індекс підрозділу", "text", "derived"),
    _must("responsible_unit_head", "Керівник підрозділу, телефон, пошта", "person", "derived"),
    _must("main_executor", "Відповідальний виконавець", "person", "added"),
    _must("resolutions", "Резолюції", "long_text", "derived", flows=[*IN, *INTERNAL]),
    _must("deadline", "Строк виконання", "date", "relation"),
    _must("execution_mark", "Позначка про виконання", "text", "derived"),
    _must("sheets_main", "Сторінок документа", "int", "relation"),
    _must("sheets_annex", "Сторінок додатків", "int", "relation"),
    _must("links", "Пов’язані документи", "text", "relation", hint="Номер зареєстрованого документа"),
    _must("indicators", "Стан виконання", "text", "derived",
          legal_basis="п. 41, 166 Типової інструкції № 55"),
    _must("indicator_deadlines", "Строки за станами виконання", "text", "derived"),
)  # fmt: skip

ADDITIONAL = (
    _may("parties", "Ще сторони: співавтори, супровідні листи, інші номери", "long_text", "relation",
         kinds=_LETTERS, hint="Роль, назва, їхній номер і дата; «ще номер відправника» — без назви"),
    _may("annex_list", "Перелік додатків", "long_text", "added"),
    _may("internal_forwarding", "Передавання між підрозділами", "long_text", "derived"),
    _may("interim_deadlines", "Проміжні строки", "text", "derived"),
    _may("deadline_changes", "Зміни строку", "long_text", "derived"),
    _may("monitoring_stop", "Припинення контролю", "text", "derived"),
    _may("sev_messages", "Повідомлення СЕВ ОВВ", "long_text", "derived", flows=[*IN, *OUT]),
    _may("thematic_code", "Тема", "choice", "added", choices=TOPICS, confidence="M",
         note="Перелік тем звернень: порядок за практикою, назви звірте з постановою № 858."),
    _may("archive_transfer_on", "Передати до архівного підрозділу", "date", "added"),
    _may("urgent", "Терміново", "bool", "column"),
    _may("retention", "Строк зберігання", "text", "derived"),
    _may("purpose_status", "Призначення проєкту", "choice", "added", flows=[*OUT, *INTERNAL],
         legal_basis="п. 101 Типової інструкції № 55", choices=(
             ("initiative", "ініціативний"), ("informational", "інформаційний"),
             ("interim", "проміжна відповідь"), ("extension", "подання про зміну строку"),
             ("question", "запит на додаткову інформацію"), ("final", "остаточне виконання"))),
    _may("versions", "Версії проєкту", "text", "derived", flows=[*OUT, *INTERNAL, "acts"],
         legal_basis="п. 108 Типової інструкції № 55"),
    _may("approvals", "Погодження", "long_text", "derived", flows=[*OUT, *INTERNAL, "acts"],
         legal_basis="п. 104, 109 Типової інструкції № 55"),
    _may("deliveries", "Передано виконавцям", "long_text", "derived",
         legal_basis="п. 71 Типової інструкції № 55"),
    _may("familiarisation", "Ознайомлено", "long_text", "derived",
         legal_basis="п. 73, 158 Типової інструкції № 55"),
    _may("barcode", "Штрихкод або QR-код", "text", "derived",
         legal_basis="п. 50, 91 Типової інструкції № 55"),
    _may("channel", "Спосіб надходження", "choice", "relation", flows=[*IN, *OUT], legal_basis="",
         confidence="H"),
    _may("access_level", "Доступ", "choice", "column", required=True, confidence="H",
         legal_basis="ст. 6 Закону № 2939-VI", choices=(("general", "загальний"), ("restricted",
         "обмежений"))),
    _may("access_basis", "Підстава обмеження", "text", "column", confidence="L",
         legal_basis="ст. 6 Закону № 2939-VI", hint="Стаття закону; обов’язково для обмеженого доступу",
         note="Для звернень підставляємо «ст. 10 Закону № 393/96-ВР», для запитів «ст. 21 Закону "
              "№ 2657-XII», для закритих серій «ст. 7 Закону № 2939-VI»: тексту цих статей ми не звіряли."),
    _may("registrar", "Зареєстрував", "person", "derived", legal_basis="наказ № 1000/5", confidence="H"),
)  # fmt: skip

OURS = (
    _own("title", "Заголовок", "text", "column", required=True, hint="Про що документ"),
    _own("received_at", "Одержано", "date", "relation", flows=IN, required=True,
         legal_basis="наказ № 1000/5", hint="Дата й година надходження"),
    _own("form", "Форма", "choice", "column", required=True, legal_basis="п. 5 Типової інструкції № 55",
         choices=(("electronic", "електронна"), ("paper", "паперова"))),
    _own("regime", "Порядок розгляду", "choice", "column"),
    _own("first_reviewer", "На розгляд", "person", "relation", flows=IN,
         legal_basis="п. 19 Типової інструкції № 55"),
    _own("author", "Автор", "text", "relation", flows=IN, is_private=True,
         hint="Якщо документ надіслано із супровідним листом"),
    _own("covering_body", "Надійшло через", "text", "relation", flows=IN),
    _own("representative", "Представник", "text", "relation", flows=IN, is_private=True),
    _own("settlement", "Населений пункт", "choice", "relation"),
    _own("district", "Старостинський округ", "choice", "relation"),
    _own("language", "Мова", "choice", "column",
         choices=(("uk", "українська"), ("en", "англійська"), ("other", "інша"))),
    _own("place", "Де лежить оригінал", "text", "relation"),
    _own("outside_id", "Ідентифікатор у каналі", "text", "relation", flows=[*IN, *OUT],
         hint="Номер відстеження, ідентифікатор повідомлення"),
    _own("copies_count", "Кількість примірників", "int", "added"),
    _own("postal_date", "Дата поштового відправлення", "date", "added", flows=IN),
    _own("remark", "Примітка", "long_text", "added"),
)  # fmt: skip

_APPEAL = ["citizen_appeal"]
_INFO = ["info_request"]
_DEPUTY = ["deputy_appeal", "deputy_request", "mp_appeal", "mp_request"]
_ADMIN = ["admin_application", "admin_complaint"]

OF_KINDS = (
    _may("applicant_address", "Місце проживання заявника", "text", "added", kinds=[*_APPEAL, *_ADMIN, *_INFO],
         is_private=True, legal_basis="ст. 5 Закону № 393/96-ВР; ст. 19 Закону № 2939-VI"),
    _may("applicant_contact", "Телефон або пошта заявника", "text", "added", kinds=[*_APPEAL, *_ADMIN,
         *_INFO],
         is_private=True, legal_basis="ст. 5 Закону № 393/96-ВР; ст. 19 Закону № 2939-VI"),
    _may("appeal_form", "За формою надходження", "choice", "added", kinds=_APPEAL, choices=APPEAL_FORMS,
         legal_basis="постанова № 858"),
    _may("appeal_sign", "За ознакою", "choice", "added", kinds=_APPEAL, choices=APPEAL_SIGNS,
         legal_basis="постанова № 858"),
    _may("appeal_kind", "За видом", "choice", "added", kinds=_APPEAL, choices=APPEAL_KINDS,
         legal_basis="постанова № 858"),
    _may("appeal_subject", "За суб’єктом", "choice", "added", kinds=_APPEAL, choices=APPEAL_SUBJECTS,
         legal_basis="постанова № 858"),
    _may("appeal_type", "За типом", "choice", "added", kinds=_APPEAL, choices=APPEAL_TYPES,
         legal_basis="постанова № 858", confidence="M"),
    _may("appeal_category", "Категорія заявника", "choice", "added", kinds=_APPEAL, choices=APPEAL_CATEGORIES,
         is_private=True, legal_basis="постанова № 858", confidence="M"),
    _may("appeal_social", "Соціальний стан", "choice", "added", kinds=_APPEAL, choices=APPEAL_SOCIAL,
         is_private=True, legal_basis="постанова № 858", confidence="M"),
    _may("appeal_result", "Результат розгляду", "choice", "added", kinds=_APPEAL, choices=APPEAL_RESULTS,
         legal_basis="постанова № 858", confidence="M"),
    _may("authors_count", "Скільки громадян звернулося", "int", "added", kinds=[*_APPEAL, "petition"],
         legal_basis="постанова № 858"),
    _may("previous_appeals", "Попередні звернення", "text", "added", kinds=_APPEAL,
         legal_basis="постанова № 348",
         confidence="M"),
    _may("urgency_reason", "Обґрунтування терміновості", "text", "added", kinds=_INFO,
         legal_basis="ч. 3 ст. 20 Закону № 2939-VI"),
    _may("copying_pages", "Сторінок для копіювання", "int", "added", kinds=_INFO,
         legal_basis="ст. 21 Закону № 2939-VI"),
    _may("info_result", "Результат розгляду запиту", "choice", "added", kinds=_INFO,
         legal_basis="ст. 20–22 Закону № 2939-VI", choices=(
             ("satisfied", "задоволено"), ("partly", "задоволено частково"), ("refused", "відмовлено"),
             ("postponed", "відстрочено"), ("forwarded", "переслано належному розпорядникові"))),
    _may("deputy_group", "Фракція або група", "text", "added", kinds=_DEPUTY, legal_basis="Закон № 93-IV",
         confidence="M"),
    _may("deputy_constituency", "Виборчий округ", "text", "added", kinds=_DEPUTY, legal_basis="Закон № 93-IV",
         confidence="M"),
    _may("advocate_licence", "Свідоцтво адвоката", "text", "added", kinds=["advocate_request"],
         legal_basis="ст. 24 Закону № 5076-VI"),
    _may("advocate_order", "Ордер або доручення", "text", "added", kinds=["advocate_request"],
         legal_basis="ст. 24 Закону № 5076-VI"),
    _may("court_case", "Номер судової справи", "text", "added", kinds=["court", "prosecutor"], legal_basis="",
         confidence="local"),
    _may("hearing_on", "Дата засідання", "date", "added", kinds=["court"], legal_basis="",
         confidence="local"),
    _may("service_name", "Адміністративна послуга", "text", "added", kinds=["admin_application"],
         legal_basis="Закон № 5203-VI", confidence="M"),
    _may("hearing_held", "Зі слуханням", "bool", "added", kinds=_ADMIN,
         legal_basis="ст. 34 Закону № 2073-IX"),
    _may("signatures_count", "Підписів на підтримку", "int", "added", kinds=["petition"],
         legal_basis="ст. 23-1 Закону № 393/96-ВР"),
)  # fmt: skip

FIELDS: tuple[dict[str, Any], ...] = (*MANDATORY, *OURS, *ADDITIONAL, *OF_KINDS)
