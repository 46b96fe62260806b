"""What is carried over at a year’s end is open work: what came to us and is not done, or has an open term."""

from django.db import migrations

BEFORE = "AND d.closed_at IS NULL)"
AFTER = """AND d.closed_at IS NULL AND (j.stream IN ('incoming', 'appeals', 'information')
               OR EXISTS (SELECT FROM registry_deadline t WHERE t.document_id = d.id AND t.met_at IS NULL)))"""
FROM_BEFORE = "LEFT JOIN registry_document d ON d.id = g.document_id"
FROM_AFTER = f"{FROM_BEFORE} JOIN registry_journal j ON j.id = a.journal_id"

CHANGE = """
DO $$
DECLARE told text; changed text;
BEGIN
    SELECT pg_get_functiondef('registry_close_period'::regproc) INTO told;
    changed := replace(replace(told, %s, %s), %s, %s);
    ASSERT changed <> told, 'the closing function is another one';
    EXECUTE changed;
END $$;
"""


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def change(before: str, after: str, joined: str, joined_after: str) -> str:
    return CHANGE % (quoted(before), quoted(after), quoted(joined), quoted(joined_after))


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_executors_and_addressees_see")]
    operations = [
        migrations.RunSQL(
            change(BEFORE, AFTER, FROM_BEFORE, FROM_AFTER), change(AFTER, BEFORE, FROM_AFTER, FROM_BEFORE)
        ),
    ]
