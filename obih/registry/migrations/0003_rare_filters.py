"""Indexes for what few documents are: urgent, restricted, from a correspondent, with an added field."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_numbers_are_given_by_the_database"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="copy",
            index=models.Index(
                condition=models.Q(("outside_id", ""), _negated=True),
                fields=["outside_id"],
                name="copy_outside_id",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("urgent", True)), fields=["-created_at"], name="document_urgent"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("access_level", "restricted")),
                fields=["-created_at"],
                name="document_restricted",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("regime_code", "ordinary"), _negated=True),
                fields=["regime_code", "-created_at"],
                name="document_of_regime",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("added", {}), _negated=True),
                fields=["-created_at"],
                name="document_with_added",
            ),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["correspondent", "document"], name="party_of_document"),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(
                condition=models.Q(("dated_on__isnull", False)), fields=["dated_on"], name="party_dated"
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["received_at"], name="registration_received"),
        ),
    ]
