"""Files of long journals, made for one person and kept for a day."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import obih.history.keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_contents"),
        ("registry", "0007_executors_and_addressees_see"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreparedFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=obih.history.keys.uuid7, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=8, verbose_name="вид файла")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="фільтр")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="рядків")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="готово рядків")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="чому не вийшло")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="замовлено"),
                ),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="готово")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "content",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.content",
                    ),
                ),
                (
                    "journal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.journal",
                    ),
                ),
            ],
            options={"ordering": ["-asked_at"]},
        ),
    ]
