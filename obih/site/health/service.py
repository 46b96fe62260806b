"""Database, queue, backups: does the service itself work?"""

from __future__ import annotations

import datetime as dt

from django.db import connection

from obih.site import schema, server
from obih.site.backups import keeping
from obih.site.health.model import Check, State, age, bad, fine, warn
from obih.site.supervisor import is_running

Answer = tuple[State, str, str]
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
OLDEST_SERVER = 15
WAITS_TOO_LONG_S = 300
WORKER_SILENT_S = 60


def _row(question: str, *values: str | int) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return tuple(cursor.fetchone() or ())


def database() -> Answer:
    """Reachable, of a known version, durable, and the application's role is no superuser."""
    version = connection.pg_version // 10_000  # type: ignore[attr-defined]
    if version < OLDEST_SERVER:
        return bad(f"PostgreSQL {version} застарий.", f"Потрібна версія {OLDEST_SERVER} або новіша.")
    unsafe = [name for name in DURABLE if _row(f"SHOW {name}")[0] == "off"]
    if unsafe:
        return bad(
            f"База не записує підтверджене на диск: вимкнено {', '.join(unsafe)}.",
            "Увімкніть ці налаштування в PostgreSQL (для вбудованої бази — файл db/local.conf).",
        )
    if _row("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")[0]:
        return bad(
            "Програма працює від імені суперкористувача бази.",
            "Укажіть у DATABASE_URL роль без таких прав, а в OBIH_OWNER_DATABASE_URL — власника.",
        )
    encoding, ctype = _row(
        "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
    )
    if encoding != "UTF8" or ctype in ("C", "POSIX"):
        return bad(
            f"База має кодування {encoding} і правила літер {ctype}: українських літер не порівняти.",
            "Створіть базу з кодуванням UTF8 і LC_CTYPE C.UTF-8 та відновіть у неї копію.",
        )
    return fine(f"PostgreSQL {connection.pg_version // 10_000} працює.")  # type: ignore[attr-defined]


def tables() -> Answer:
    """The database has the tables of this version."""
    if schema.is_current():
        return fine("Таблиці бази відповідають версії програми.")
    return bad("Таблиці бази не відповідають версії програми.", "Виконайте «obih upgrade».")


def queue() -> Answer:
    """Jobs are taken up, none has died, the worker is alive."""
    waiting, oldest = _row(
        "SELECT count(*), coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, ("
        " SELECT min(at) FROM procrastinate_events e WHERE e.job_id = j.id)))), 0)"
        " FROM procrastinate_jobs j WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
    )
    failed = int(str(_row("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")[0]))
    silent = _row("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")[0]
    if not is_running(server.data_dir(), "worker") and server.cluster() is not None:
        return warn(f"Обіг зараз не запущено; у черзі {waiting}.", "Запустіть: make run або obih serve.")
    if silent is None or float(str(silent)) > WORKER_SILENT_S:
        return bad(
            f"Фонові завдання не виконуються; у черзі {waiting}.",
            "Запустіть «obih serve» або, окремо, «obih worker».",
        )
    if failed:
        return warn(
            f"Не вдалося виконати завдань: {failed}.",
            "Перегляньте їх на сторінці стану й повторіть або закрийте.",
        )
    if float(str(oldest)) > WAITS_TOO_LONG_S:
        return warn(
            f"Черга відстає: {waiting} завдань, найдавніше чекає {age(float(str(oldest)))}.",
            "Зачекайте; якщо черга не меншає, перегляньте log/worker.log.",
        )
    return fine(f"Фонові завдання виконуються, у черзі {waiting}.")


def backup() -> Answer:
    """The newest backup in the data folder is of last night."""
    target = server.backups_dir()
    old = keeping.age(target, dt.datetime.now(dt.UTC))
    how = "Зробіть копію: obih backup /шлях/на/іншому/диску; уночі вона робиться сама, поки працює Обіг."
    if old is None:
        return warn("Резервної копії ще немає.", how)
    said = f"Останній резервній копії {age(old.total_seconds())}."
    if old > dt.timedelta(days=4):
        return bad(said, how)
    if old > dt.timedelta(hours=36):
        return warn(said, how)
    return fine(f"{said} Усього копій: {len(keeping.all_in(target))}.")


def clock() -> Answer:
    """The computer's clock is not behind what has been written already."""
    ahead = _row("SELECT extract(epoch FROM max(at) - now()) FROM (SELECT at FROM history_event"
                 " ORDER BY seq DESC LIMIT 1) AS last")[0]  # fmt: skip
    if ahead is not None and float(str(ahead)) > 120:
        return bad(
            f"Годинник комп’ютера відстає від останньої події на {age(float(str(ahead)))}.",
            "Виправте дату й час: номери та строки рахують за ними.",
        )
    return fine("Годинник іде вперед.")


def evidence() -> Answer:
    """Signatures keep proving what they prove: services answer, timestamps are renewed in time."""
    from django.utils import timezone

    from obih.signatures.queries.raising import evidence_state, services_are_asked

    found = evidence_state(timezone.now())
    if found.near:
        return bad(
            f"Докази підписів скоро перестануть діяти, і поновити їх не вдалося: файлів {found.near}.",
            "Відкрийте «Докази, що старіють»: там сказано, чому. Потрібен вихід до служб позначок часу.",
        )
    if not services_are_asked():
        return fine("Докази до підписів не додаються: запити до служб довіри вимкнено.")
    if found.silent:
        return warn(
            f"Служби довіри мовчать другу добу; підписів без доказів: {found.silent}. {found.problem}",
            "Нічого не втрачено: Обіг питає далі. Перевірте вихід в інтернет із сервера.",
        )
    return fine(f"Докази підписів зібрано: файлів {found.kept}; чекають {found.waiting}.")


CHECKS = (
    Check("database", "База даних", database),
    Check("tables", "Таблиці", tables),
    Check("queue", "Фонові завдання", queue),
    Check("backup", "Резервна копія", backup),
    Check("clock", "Годинник", clock),
    Check("evidence", "Докази підписів", evidence),
)
