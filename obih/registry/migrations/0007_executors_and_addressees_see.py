"""A unit of ours may be an addressee; executors and addressees see their documents, earlier ones too."""

import django.db.models.deletion
from django.db import migrations, models

EXECUTORS = """
INSERT INTO registry_accessrow (principal, document_id, journal_id, dated_at, reason, source)
SELECT (d.added->>'main_executor')::bigint * 8 + 1, d.id, first.journal_id, first.registered_at, 'executor', ''
  FROM registry_document d
  JOIN LATERAL (SELECT journal_id, registered_at FROM registry_registration r
                 WHERE r.document_id = d.id AND r.moved_to_id IS NULL
                 ORDER BY registered_at LIMIT 1) AS first ON true
 WHERE jsonb_typeof(d.added->'main_executor') = 'number'
ON CONFLICT DO NOTHING
"""
ADDRESSEES = """
INSERT INTO registry_accessrow (principal, document_id, journal_id, dated_at, reason, source)
SELECT DISTINCT p.person_id * 8 + 1, p.document_id, first.journal_id, first.registered_at, 'addressee', ''
  FROM registry_party p
  JOIN LATERAL (SELECT journal_id, registered_at FROM registry_registration r
                 WHERE r.document_id = p.document_id AND r.moved_to_id IS NULL
                 ORDER BY registered_at LIMIT 1) AS first ON true
 WHERE p.role = 'addressee' AND p.person_id IS NOT NULL
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_one_time_links_and_sessions"),
        ("registry", "0006_names_forgive_typos"),
    ]
    operations = [
        migrations.AddField(
            model_name="party",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.unit",
            ),
        ),
        migrations.AlterField(
            model_name="accessrow",
            name="reason",
            field=models.CharField(
                choices=[
                    ("journal", "веде або читає журнал"),
                    ("registrar", "зареєстрував документ"),
                    ("first_review", "перший розгляд"),
                    ("unit", "відповідальний підрозділ"),
                    ("executor", "виконавець"),
                    ("addressee", "адресат"),
                    ("shared", "надано доступ"),
                    ("successor", "прийняв справи"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="copy",
            index=models.Index(
                condition=models.Q(("arrived_at", None), ("party__isnull", False), ("sent_at", None)),
                fields=["document"],
                name="copy_not_sent",
            ),
        ),
        migrations.RunSQL(EXECUTORS, migrations.RunSQL.noop),
        migrations.RunSQL(ADDRESSEES, migrations.RunSQL.noop),
    ]
