"""What the directory is searched by: the words and the threes of letters of names, kept beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Func, TextField, Value

from obih.registry.likeness import likeness, trigrams_of
from obih.registry.models import Correspondent, CorrespondentTrigram
from obih.registry.rules import words_of

RARE = 8
"""By how many of the rarest threes of a search candidates are gathered."""
FREQUENT = 2000
"""A three that more names hold tells nothing: the count of it stops here."""


def word_vector(words: Sequence[str]) -> Func:
    """Words as the database keeps them."""
    value = Value(list(words), output_field=ArrayField(TextField()))
    return Func(value, function="array_to_tsvector")


def names_of(correspondent: Correspondent, aliases: Iterable[str] = ()) -> list[str]:
    return [correspondent.name, correspondent.short_name, *aliases]


def index_names(correspondents: Iterable[Correspondent], aliases: dict[int, list[str]] | None = None) -> None:
    """Write the threes of these entries anew; `aliases` are their other names by id."""
    rows = list(correspondents)
    CorrespondentTrigram.objects.filter(correspondent__in=rows).delete()
    CorrespondentTrigram.objects.bulk_create(
        CorrespondentTrigram(trigram=each, correspondent=row)
        for row in rows
        if row.merged_into_id is None
        for each in sorted(trigrams_of(*names_of(row, (aliases or {}).get(row.pk, ()))))
    )


_CANDIDATES = """
WITH counted AS (
    SELECT trigram, (SELECT count(*) FROM (SELECT FROM registry_correspondenttrigram t
                      WHERE t.trigram = asked.trigram LIMIT %(frequent)s) AS few) AS many
      FROM unnest(%(trigrams)s::text[]) AS asked(trigram)
), rare AS (
    SELECT trigram, many FROM counted WHERE many > 0 ORDER BY many, trigram LIMIT %(rare)s
), telling AS (
    SELECT trigram FROM rare
     WHERE many < %(frequent)s OR NOT EXISTS (SELECT FROM rare WHERE many < %(frequent)s)
)
SELECT t.correspondent_id
  FROM telling CROSS JOIN LATERAL (SELECT correspondent_id FROM registry_correspondenttrigram t
                                    WHERE t.trigram = telling.trigram LIMIT %(frequent)s) AS t
 GROUP BY t.correspondent_id ORDER BY count(*) DESC, t.correspondent_id LIMIT %(most)s
"""


def alike(text: str, most: int = 200) -> list[int]:
    """Ids of entries whose names share rare threes with the text, the most alike first: a few milliseconds
    whatever the size of the directory. Whoever shows them asks first who may be seen."""
    trigrams = sorted(trigrams_of(text))
    if len(trigrams) < 3:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            {"trigrams": trigrams, "rare": RARE, "frequent": FREQUENT, "most": most},
        )
        return [row[0] for row in cursor.fetchall()]


def ranked(text: str, rows: Iterable[Correspondent], limit: int) -> list[Correspondent]:
    """Those of the rows that are alike enough, the best first; `rows` carry their aliases prefetched."""
    scored = []
    for row in rows:
        aliases = [each.name for each in row.aliases.all()]
        score = likeness(text, words_of(*names_of(row, aliases)))
        if score > 0:
            scored.append((-score, row.name, row))
    return [row for _, _, row in sorted(scored, key=lambda each: each[:2])[:limit]]
