"""The promises about what is kept: chain, access rows, numbers, files. These read everything."""

from __future__ import annotations

from django.db import connection

from obih.site.health.model import Check, State, bad, fine

Answer = tuple[State, str, str]
CALL_FOR_HELP = "Нічого не виправляйте вручну: зробіть копію (obih backup) і зверніться по допомогу."

GAPS = """
SELECT j.title, c.period, c.value, count(DISTINCT a.sequence), coalesce(max(a.sequence), 0)
  FROM registry_counter c JOIN registry_journal j ON j.id = c.journal_id
  LEFT JOIN registry_allocation a ON a.journal_id = c.journal_id AND a.period = c.period
 GROUP BY j.title, c.period, c.value
HAVING count(DISTINCT a.sequence) <> c.value OR coalesce(max(a.sequence), 0) <> c.value
"""
OUTCOMES = """
SELECT outcome, count(*) FROM (
  SELECT CASE WHEN v.id IS NOT NULL THEN 'void' WHEN r.id IS NOT NULL THEN 'registered'
              WHEN h.id IS NULL THEN 'none' WHEN h.ended_at IS NULL THEN 'held'
              WHEN h.outcome = 'returned' THEN 'free' ELSE 'none' END AS outcome
    FROM registry_allocation a
    LEFT JOIN registry_registration r ON r.allocation_id = a.id
    LEFT JOIN registry_voidnumber v ON v.allocation_id = a.id
    LEFT JOIN LATERAL (SELECT id, ended_at, outcome FROM registry_reservation
                        WHERE allocation_id = a.id AND r.id IS NULL
                        ORDER BY ended_at DESC NULLS FIRST LIMIT 1) h ON true) AS told
 GROUP BY outcome
"""
"""What became of each number: a document, somebody holds it, returned and free, void; `none` is a fault."""


BESIDES = (("held", "зарезервовано"), ("free", "повернуто"), ("void", "анульовано"))


def chain() -> Answer:
    """Every event follows from the one before it."""
    from obih.history.queries import verify_chain

    verdict = verify_chain(most=5)
    if verdict.holds:
        return fine(f"Ланцюг подій цілий: {verdict.events}.")
    first = verdict.broken[0]
    return bad(f"Ланцюг подій порушено: подія {first.seq} — {first.reason}.", CALL_FOR_HELP)


def access() -> Answer:
    """Who sees which card is as cards and journals say."""
    from obih.registry.access_rows import verify

    wrong = verify(most=1000)
    if not wrong:
        return fine("Доступ до кожної картки відповідає правилам.")
    return bad(f"Доступ не відповідає правилам на картках: {len(wrong)}.", "Виконайте «obih access rebuild».")


def numbers() -> Answer:
    """Counters agree with the numbers given: none is missing or given twice, each has an outcome."""
    with connection.cursor() as cursor:
        cursor.execute(GAPS)
        wrong = cursor.fetchall()
        cursor.execute(OUTCOMES)
        outcomes = {outcome: int(count) for outcome, count in cursor.fetchall()}
    if wrong:
        title, period = wrong[0][:2]
        return bad(f"У журналі «{title}» ({period}) номери йдуть не підряд.", CALL_FOR_HELP)
    if loose := outcomes.get("none"):
        return bad(f"Є видані номери, за якими не стоїть нічого: {loose}.", CALL_FOR_HELP)
    besides = [f"{word} {outcomes[name]}" for name, word in BESIDES if outcomes.get(name)]
    return fine(f"Номери в усіх журналах ідуть підряд{': ' if besides else ''}{', '.join(besides)}.")


def stored_files() -> Answer:
    """Every file that a card refers to lies in the store with its size."""
    from obih.files.models import Content
    from obih.files.storage import current_store

    store = current_store()
    lost, seen = 0, 0
    rows = Content.objects.values_list("sha256", "size_bytes").order_by("sha256")
    for sha, length in rows.iterator(chunk_size=5000):
        seen += 1
        if store.size_of(sha) != length:
            lost += 1
    if lost:
        return bad(
            f"Бракує файлів або їх пошкоджено: {lost} із {seen}.", "Відновіть їх із копії: obih restore."
        )
    return fine(f"Усі файли на місці: {seen}.")


CHECKS = (
    Check("chain", "Ланцюг подій", chain, slow=True),
    Check("access", "Доступ", access, slow=True),
    Check("numbers", "Номери", numbers, slow=True),
    Check("files", "Файли", stored_files, slow=True),
)
