import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("date", models.DateField(primary_key=True, serialize=False, verbose_name="День")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("off", "неробочий"),
                            ("short", "скорочений"),
                            ("work", "робочий"),
                            ("moved_work", "робочий (перенесено)"),
                            ("moved_off", "неробочий (перенесено)"),
                        ],
                        max_length=12,
                        verbose_name="Який",
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="Підстава")),
                (
                    "source",
                    models.CharField(
                        choices=[("law", "з комплекту програми"), ("person", "рішення громади")],
                        default="person",
                        max_length=8,
                        verbose_name="Звідки",
                    ),
                ),
                (
                    "peacetime_only",
                    models.BooleanField(default=False, verbose_name="Не діє під час воєнного стану"),
                ),
                ("opens", models.TimeField(blank=True, null=True, verbose_name="Від")),
                ("closes", models.TimeField(blank=True, null=True, verbose_name="До")),
            ],
            options={
                "ordering": ["date"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes__isnull", True), ("opens__isnull", True)),
                            ("opens__lt", models.F("closes")),
                            _connector="OR",
                        ),
                        name="day_opens_before_it_closes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarVersion",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(default=0)),
                ("token", models.UUIDField(default=uuid.uuid4)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_calendar_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="MartialLawPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_on", models.DateField(unique=True, verbose_name="Від")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="До")),
                ("basis", models.CharField(max_length=300, verbose_name="Підстава")),
            ],
            options={
                "ordering": ["first_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on__isnull", True), ("last_on__gte", models.F("first_on")), _connector="OR"
                        ),
                        name="martial_law_ends_later",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WeekdayHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
            ],
            options={
                "ordering": ["valid_from", "weekday"],
                "constraints": [
                    models.UniqueConstraint(fields=("valid_from", "weekday"), name="weekday_once_in_a_week"),
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="weekday_of_seven"),
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes"))),
                        name="weekday_opens_before_it_closes",
                    ),
                ],
            },
        ),
    ]
