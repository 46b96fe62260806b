"""Disk, certificates, mail, programs: what the computer under us offers."""

from __future__ import annotations

import datetime as dt
import shutil
import stat
from pathlib import Path

from obih.site import server
from obih.site.health.model import Check, State, bad, fine, size, warn

Answer = tuple[State, str, str]
GIGABYTE = 1024**3

# program → what is lost without it, and the line that installs it
PROGRAMS = {
    "soffice": ("перегляд файлів Word та Excel", "libreoffice-writer-nogui libreoffice-calc-nogui"),
}


def disk() -> Answer:
    """Room for the days to come, on the disks of the data and of the backups."""
    places = {server.data_dir(), server.backups_dir()}
    tightest = min((shutil.disk_usage(place) for place in places if place.exists()), key=lambda one: one.free)
    said = f"Вільно {size(tightest.free)} із {size(tightest.total)}."
    remedy = "Звільніть місце: перенесіть старі резервні копії на інший диск або додайте диск."
    if tightest.free < GIGABYTE:
        return bad(f"{said} Невдовзі Обіг не зможе реєструвати.", remedy)
    if tightest.free < 5 * GIGABYTE:
        return warn(said, remedy)
    return fine(said)


def privacy() -> Answer:
    """Others on this computer cannot read the data."""
    folder = server.data_dir()
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        return bad(
            f"Теку {folder} можуть читати інші користувачі комп’ютера.", f"Виконайте: chmod 700 {folder}"
        )
    return fine("Дані може читати лише служба Обігу.")


def certificate() -> Answer:
    """The certificate of the office network or the given one is valid for some weeks yet."""
    from django.conf import settings

    file = server.data_dir() / "authority" / "server.crt"
    if not settings.CONFIG.https:
        return warn(
            "Без HTTPS Обіг працює лише на цьому комп’ютері; ключі доступу (passkey) з інших — ні.",
            "Запустіть «make run LAN=1» або поставте Обіг за зворотний проксі (docs/reverse-proxy.md).",
        )
    if not file.exists():
        return fine("HTTPS забезпечує сертифікат, указаний під час запуску, або зворотний проксі.")
    left = _valid_until(file) - dt.datetime.now(dt.UTC)
    if left < dt.timedelta(days=7):
        return bad(
            f"Сертифікат діє ще {max(0, left.days)} дн.", "Перезапустіть Обіг: він продовжить його сам."
        )
    if left < dt.timedelta(days=30):
        return warn(f"Сертифікат діє ще {left.days} дн.", "Перезапустіть Обіг: він продовжить його сам.")
    return fine(f"HTTPS працює, сертифікат діє ще {left.days} дн.")


def _valid_until(file: Path) -> dt.datetime:
    from cryptography import x509

    return x509.load_pem_x509_certificates(file.read_bytes())[0].not_valid_after_utc


def mail() -> Answer:
    """Letters leave: links for passwords, checkpoints, notices."""
    from obih.notices.queries import mail_health

    told = mail_health()
    if not told.is_on:
        return warn(
            "Пошту не налаштовано: посилання для пароля дає адміністратор, контрольні точки не надсилаються.",
            "Налаштуйте її на сторінці «Пошта» або лишіть так.",
        )
    if told.needing_a_person:
        return bad(f"Листи, які потребують рішення: {told.needing_a_person}. {told.last_problem}".strip(),
                   "Відкрийте сторінку «Пошта».")  # fmt: skip
    now = dt.datetime.now(dt.UTC)
    if told.waiting_since and now - told.waiting_since > dt.timedelta(hours=1):
        return warn(
            f"Листи не відходять: чекає {told.waiting}. {told.last_problem}".strip(),
            "Перевірте зв’язок і налаштування на сторінці «Пошта».",
        )
    return fine("Пошта працює.")


def pushes() -> Answer:
    """Notices come to telephones and computers of those who let them."""
    from django.conf import settings
    from django.utils import timezone

    from obih.notices.queries import push_health
    from obih.ui.words import counted

    told = push_health()
    if not told.devices:
        https = settings.PUBLIC_ADDRESS.startswith("https://")
        how = "Кожен вмикає їх у профілі." if https else "Браузери дозволяють їх лише за адресою з HTTPS."
        return fine(f"Сповіщень на телефон чи комп’ютер ніхто не ввімкнув. {how}")
    last = (
        f" Востаннє дійшло {timezone.localtime(told.reached_at):%d.%m.%Y %H:%M}." if told.reached_at else ""
    )
    if told.failing:
        return warn(
            f"Сповіщення не доходять до {counted(told.failing, *_DEVICES)} з {told.devices}:"
            f" {told.last_problem}.{last}",
            "Перевірте, чи сервер виходить за HTTPS до серверів сповіщень (Google, Mozilla, Apple).",
        )
    return fine(f"Сповіщення одержують {counted(told.devices, 'пристрій', 'пристрої', 'пристроїв')}.{last}")


_DEVICES = ("пристрою", "пристроїв", "пристроїв")


def programs() -> Answer:
    """Programs that come with the system."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if not missing:
        return fine("Потрібні програми є.")
    lost = ", ".join(PROGRAMS[name][0] for name in missing)
    packages = " ".join(PROGRAMS[name][1] for name in missing)
    return warn(
        f"Бракує програм ({', '.join(missing)}): не працює {lost}.", f"sudo apt-get install {packages}"
    )


CHECKS = (
    Check("disk", "Місце на диску", disk),
    Check("privacy", "Захист теки даних", privacy),
    Check("certificate", "HTTPS", certificate),
    Check("mail", "Пошта", mail),
    Check("pushes", "Сповіщення на пристрої", pushes),
    Check("programs", "Програми", programs),
)
