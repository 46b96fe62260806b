"""A row of a mailing list points at the copy that went; what was marked as sent before gets its copy."""

from django.db import migrations, models

COPIES = """
DO $$
DECLARE
  sent record;
  whose bigint;
  made bigint;
BEGIN
  FOR sent IN
    SELECT m.*, d.document_id FROM council_mailingentry m JOIN council_decision d ON d.id = m.decision_id
     WHERE m.sent_at IS NOT NULL AND d.document_id IS NOT NULL ORDER BY m.id
  LOOP
    INSERT INTO registry_party (document_id, role, "order", correspondent_id, name, number, number_key)
    SELECT sent.document_id, 'addressee', coalesce(max(p."order"), 0) + 1, sent.correspondent_id, sent.name, '', ''
      FROM registry_party p WHERE p.document_id = sent.document_id
    RETURNING id INTO whose;
    INSERT INTO registry_copy (document_id, party_id, channel_code, outside_id, number_there, sent_at, sent_by_label)
    VALUES (sent.document_id, whose, sent.channel_code, '', '', sent.sent_at, sent.sent_by_label)
    RETURNING id INTO made;
    UPDATE council_mailingentry SET copy_id = made WHERE id = sent.id;
  END LOOP;
END $$
"""  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0001_sittings_and_decisions"),
        ("registry", "0009_paper_is_found_by_who_holds_it"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailingentry",
            name="copy",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=models.SET_NULL,
                related_name="mailing",
                to="registry.copy",
            ),
        ),
        migrations.RunSQL(COPIES, migrations.RunSQL.noop),
    ]
