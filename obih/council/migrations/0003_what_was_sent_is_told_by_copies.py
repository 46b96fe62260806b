"""The marks of 0002’s rows stand on their copies now: one place says what was sent."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("council", "0002_a_mailing_has_its_copies")]

    operations = [
        migrations.RemoveField(model_name="mailingentry", name="sent_at"),
        migrations.RemoveField(model_name="mailingentry", name="sent_by_label"),
    ]
