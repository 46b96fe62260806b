"""Which page of help belongs to which screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HelpPage:
    slug: str
    name: str
    about: str
    prefixes: tuple[str, ...] = ()
    """Beginnings of addresses that it explains; the longest one wins."""

    @property
    def template(self) -> str:
        return f"desk/help/{self.slug.replace('-', '_')}.html"


PAGES = (
    HelpPage("my-work", "Мій стіл", "Що я маю зробити і в якому порядку"),
    HelpPage(
        "control",
        "Контроль виконання",
        "Що прострочено, в кого, хто відсутній; нагадати багатьом",
        ("/control/",),
    ),
    HelpPage(
        "control-reports",
        "Звіти про виконання",
        "Виконавська дисципліна, прострочене, звіт загального відділу",
        ("/control/reports/",),
    ),
    HelpPage("waiting", "Очікує реєстрації", "Скани, відкладені картки, вилучення", ("/waiting/",)),
    HelpPage("registration", "Реєстрація", "Лист за 25 секунд із клавіатури", ("/journals/*/registration/",)),
    HelpPage("journal", "Журнал", "Фільтри, перегляди, стовпці, вивантаження, друк", ("/journals/*/",)),
    HelpPage(
        "numbers",
        "Номери журналу",
        "Резервування, повернення, анулювання, аркуш на час без зв’язку",
        ("/journals/*/numbers/",),
    ),
    HelpPage(
        "resolving",
        "Резолюції",
        "Накласти, підготувати керівникові, внести з паперу, розглянути з телефона",
        (
            "/to-resolve/",
            "/resolutions/",
            "/phrases/",
            "/documents/*/resolution/",
            "/documents/*/reviewers/",
            "/documents/*/without-resolution/",
        ),
    ),
    HelpPage(
        "tasks", "Завдання", "Взяти, розподілити, звітувати, продовжити, зняти з контролю", ("/tasks/",)
    ),
    HelpPage("made-here", "Створені документи", "Вихідні, розпорядження, договори: від номера до скану"),
    HelpPage("dispatch", "Надсилання", "Що надіслано, кому і як", ("/dispatch/", "/documents/*/copies/")),
    HelpPage(
        "acquaintance", "Ознайомлення", "Хто має прочитати й хто прочитав", ("/documents/*/acquaintance/",)
    ),
    HelpPage("act-points", "Пункти акта", "Доручення з акта за один крок", ("/documents/*/points/",)),
    HelpPage("contracts", "Договори", "Строк, умови, угоди", ("/contracts/", "/documents/*/terms/")),
    HelpPage(
        "document", "Картка документа", "Файли, виправлення, строки, хто бачить і чому", ("/documents/",)
    ),
    HelpPage(
        "sittings",
        "Засідання і рішення",
        "Порядок денний, голоси, номери за один крок, витяги, розсилка",
        ("/sittings/", "/documents/*/sitting/"),
    ),
    HelpPage(
        "originals",
        "Паперові оригінали",
        "Де папір, реєстри передавання, одержання телефоном",
        ("/originals/", "/documents/*/original/"),
    ),
    HelpPage(
        "labels", "Етикетка, штамп, конверти", "QR-код, друк із телефона", ("/documents/*/label/", "/q/")
    ),
    HelpPage("bulk", "Дії з позначеними", "Одна дія для багатьох документів", ("/journals/*/bulk/",)),
    HelpPage("colleague", "Надіслати колезі", "Посилання на картку", ("/documents/*/colleague/",)),
    HelpPage(
        "year-end",
        "Журнали на межі року",
        "Закрити рік, відкрити наступний, перехідні документи",
        ("/year-end/", "/journals/*/carried/"),
    ),
    HelpPage("journal-forms", "Форми журналів", "У яких графах друкується журнал", ("/journal-forms/",)),
    HelpPage(
        "volumes", "Обсяг документообігу", "Довідка за період, довгі журнали", ("/volumes/", "/exports/")
    ),
    HelpPage("find", "Пошук", "За номером, відправником і словами", ("/find/",)),
    HelpPage("receptions", "Особистий прийом", "Записати за хвилину, розписка, журнал", ("/receptions/",)),
    HelpPage(
        "appeals",
        "Звернення й запити",
        "Автори, повторні, пересилання, продовження, результат",
        (
            "/documents/*/forwardings/",
            "/documents/*/extensions/",
            "/documents/*/answer/",
            "/documents/*/copying/",
        ),
    ),
    HelpPage("correspondents", "Кореспонденти", "Довідник тих, хто нам пише", ("/correspondents/",)),
    HelpPage("journals", "Журнали та їхні читачі", "Шаблон номера, хто читає, хто реєструє", ("/journals/",)),
    HelpPage("affected", "Строки після зміни календаря", "Що зсунеться", ("/calendar/affected/",)),
    HelpPage("handover", "Передати справи", "Коли людина звільняється", ("/people/handover/",)),
    HelpPage(
        "people",
        "Люди і структура",
        "Установи, підрозділи, посади, в. о.",
        ("/people/",),
    ),
    HelpPage("calendar", "Робочий календар", "Свята, перенесені дні, воєнний стан", ("/calendar/",)),
    HelpPage("nomenclature", "Номенклатура справ", "Індекси, строки зберігання", ("/nomenclature/",)),
    HelpPage("law", "Право", "Строки, види, поля картки та їхні статті", ("/law/",)),
    HelpPage(
        "signature-evidence",
        "Докази підписів",
        "Позначки часу, відповіді служб, що й коли поновлюється",
        ("/signature-evidence/",),
    ),
    HelpPage("state", "Стан системи", "Що працює, що ні і що зробити", ("/state/",)),
    HelpPage(
        "signature-check",
        "Перевірити підпис",
        "Хто підписав, коли, чи не змінено документ; підписи на картці",
        ("/signature-check/", "/files/*/signatures/", "/waiting/files/*/signatures/"),
    ),
    HelpPage("trust", "Довіра до підписів", "Чиїм сертифікатам віримо, що зміниться, редакції", ("/trust/",)),
    HelpPage("mail", "Пошта системи", "Сервер, тестовий лист, черга, сумнівні листи", ("/mail/",)),
    HelpPage("notices", "Сповіщення", "Про що вам сказала система", ("/notices/",)),
    HelpPage("reminding", "Порядок нагадувань", "Кому й коли нагадуємо", ("/control/reminding/",)),
    HelpPage("week", "Тиждень п’ятьма рядками", "Підсумок для керівника", ("/week/",)),
    HelpPage(
        "told",
        "Як приходять сповіщення",
        "Листом одразу чи о 08:30, на телефон, тиша",
        ("/profile/notices/",),
    ),
    HelpPage("profile", "Профіль", "Розмір тексту, клавіші, пароль, другий чинник", ("/profile/",)),
    HelpPage(
        "sign-in",
        "Вхід",
        "Пароль, код, запасні коди",
        ("/accounts/", "/ask-link/", "/cannot-sign-in/", "/link/"),
    ),
)
BY_SLUG = {page.slug: page for page in PAGES}


def page_for(path: str) -> HelpPage:
    """The help of the screen at this address; of the desk when nothing fits better."""
    best, length = PAGES[0], 0
    for page in PAGES:
        for prefix in page.prefixes:
            if _begins(path, prefix) and len(prefix) > length:
                best, length = page, len(prefix)
    return best


def _begins(path: str, prefix: str) -> bool:
    """Whether the address begins so; `*` in the prefix is any one part."""
    given, wanted = path.strip("/").split("/"), prefix.strip("/").split("/")
    return len(given) >= len(wanted) and all(w in ("*", g) for g, w in zip(given, wanted, strict=False))
