"""Threes of letters for the names that stand in the directory; people belong to whom they wrote first."""

from django.db import migrations

TRIGRAMS = """
INSERT INTO registry_correspondenttrigram (trigram, correspondent_id)
SELECT DISTINCT substr('  ' || word || ' ', place, 3), id
  FROM (SELECT c.id, left(word, 60) AS word
          FROM registry_correspondent c,
               regexp_split_to_table(translate(lower(c.name || ' ' || c.short_name), 'ґ’ʼ''`‘´', 'г'),
                                     '[^[:alnum:]_]+') AS word
         WHERE word <> '') AS words,
       generate_series(1, length(word) + 1) AS place
ON CONFLICT DO NOTHING
"""
KEPT_BY = """
UPDATE registry_correspondent c SET kept_by_id = first.organisation_id
  FROM (SELECT DISTINCT ON (p.correspondent_id) p.correspondent_id, d.organisation_id
          FROM registry_party p
          JOIN registry_correspondent n ON n.id = p.correspondent_id AND n.is_natural
          JOIN registry_document d ON d.id = p.document_id
         ORDER BY p.correspondent_id, d.created_at) AS first
 WHERE c.id = first.correspondent_id AND c.kept_by_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_numbers_are_held_voided_and_closed")]
    operations = [
        migrations.RunSQL(TRIGRAMS, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT_BY, migrations.RunSQL.noop),
    ]
