import uuid

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CardField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="Код")),
                ("title", models.CharField(max_length=300, verbose_name="Назва")),
                ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="Підстава")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("src", "за текстом акта"),
                            ("H", "висока, звірте з актом"),
                            ("M", "середня, звірте з актом"),
                            ("L", "низька, звірте з актом"),
                            ("local", "рішення громади"),
                        ],
                        default="local",
                        max_length=8,
                        verbose_name="Певність",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Примітка")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Порядок")),
                ("valid_from", models.DateField(verbose_name="Діє з")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Діє до")),
                ("since_version", models.PositiveIntegerField(editable=False, verbose_name="Версія профілю")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("text", "рядок"),
                            ("long_text", "текст"),
                            ("date", "дата"),
                            ("int", "число"),
                            ("choice", "вибір зі списку"),
                            ("bool", "так або ні"),
                            ("person", "особа"),
                            ("unit", "підрозділ"),
                        ],
                        max_length=12,
                        verbose_name="Тип",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("mandatory", "обов’язкове"), ("additional", "додаткове")],
                        default="additional",
                        max_length=12,
                        verbose_name="Рівень",
                    ),
                ),
                (
                    "stored",
                    models.CharField(
                        choices=[
                            ("column", "у картці"),
                            ("relation", "у пов’язаному записі"),
                            ("added", "серед доданих полів"),
                            ("derived", "обчислюється"),
                        ],
                        default="added",
                        max_length=10,
                        verbose_name="Де зберігається",
                    ),
                ),
                ("flows", models.JSONField(blank=True, default=list, verbose_name="Потоки")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="Лише для видів")),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="Варіанти")),
                ("required", models.BooleanField(default=False, verbose_name="Без нього не реєструвати")),
                ("is_private", models.BooleanField(default=False, verbose_name="Персональні дані")),
                ("hint", models.CharField(blank=True, max_length=300, verbose_name="Підказка")),
            ],
            options={
                "verbose_name": "поле картки",
                "ordering": ["order", "title", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="cardfield_has_one_open_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            (
                                "valid_to__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("valid_from"), "-", models.Value(1)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="cardfield_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="Код")),
                ("title", models.CharField(max_length=300, verbose_name="Назва")),
                ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="Підстава")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("src", "за текстом акта"),
                            ("H", "висока, звірте з актом"),
                            ("M", "середня, звірте з актом"),
                            ("L", "низька, звірте з актом"),
                            ("local", "рішення громади"),
                        ],
                        default="local",
                        max_length=8,
                        verbose_name="Певність",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Примітка")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Порядок")),
                ("valid_from", models.DateField(verbose_name="Діє з")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Діє до")),
                ("since_version", models.PositiveIntegerField(editable=False, verbose_name="Версія профілю")),
                ("flows", models.JSONField(blank=True, default=list, verbose_name="Потоки")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="Лише для видів")),
                ("is_electronic", models.BooleanField(default=False, verbose_name="Електронний")),
            ],
            options={
                "verbose_name": "спосіб надходження",
                "ordering": ["order", "title", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="channel_has_one_open_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            (
                                "valid_to__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("valid_from"), "-", models.Value(1)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="channel_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="Код")),
                ("title", models.CharField(max_length=300, verbose_name="Назва")),
                ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="Підстава")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("src", "за текстом акта"),
                            ("H", "висока, звірте з актом"),
                            ("M", "середня, звірте з актом"),
                            ("L", "низька, звірте з актом"),
                            ("local", "рішення громади"),
                        ],
                        default="local",
                        max_length=8,
                        verbose_name="Певність",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Примітка")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Порядок")),
                ("valid_from", models.DateField(verbose_name="Діє з")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Діє до")),
                ("since_version", models.PositiveIntegerField(editable=False, verbose_name="Версія профілю")),
                (
                    "flow",
                    models.CharField(
                        choices=[
                            ("incoming", "вхідні"),
                            ("outgoing", "вихідні"),
                            ("internal", "внутрішні"),
                            ("acts", "акти органів і посадових осіб"),
                        ],
                        max_length=12,
                        verbose_name="Потік",
                    ),
                ),
                ("regime", models.CharField(blank=True, max_length=60, verbose_name="Порядок розгляду")),
                ("term", models.CharField(blank=True, max_length=60, verbose_name="Строк")),
                ("series", models.CharField(blank=True, max_length=40, verbose_name="Позначка серії")),
                (
                    "access",
                    models.CharField(
                        choices=[("general", "загальний"), ("restricted", "обмежений")],
                        default="general",
                        max_length=12,
                        verbose_name="Доступ",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("year", "календарний рік"),
                            ("convocation", "скликання"),
                            ("running", "наскрізна"),
                        ],
                        default="year",
                        max_length=12,
                        verbose_name="Нумерація",
                    ),
                ),
                ("retention", models.CharField(blank=True, max_length=60, verbose_name="Строк зберігання")),
            ],
            options={
                "verbose_name": "вид документа",
                "ordering": ["order", "title", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="documentkind_has_one_open_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            (
                                "valid_to__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("valid_from"), "-", models.Value(1)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="documentkind_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileVersion",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(default=0)),
                ("token", models.UUIDField(default=uuid.uuid4)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_profile_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusalGround",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="Код")),
                ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="Підстава")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("src", "за текстом акта"),
                            ("H", "висока, звірте з актом"),
                            ("M", "середня, звірте з актом"),
                            ("L", "низька, звірте з актом"),
                            ("local", "рішення громади"),
                        ],
                        default="local",
                        max_length=8,
                        verbose_name="Певність",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Примітка")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Порядок")),
                ("valid_from", models.DateField(verbose_name="Діє з")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Діє до")),
                ("since_version", models.PositiveIntegerField(editable=False, verbose_name="Версія профілю")),
                ("title", models.CharField(max_length=400, verbose_name="Підстава відмови")),
                ("channels", models.JSONField(blank=True, default=list, verbose_name="Лише для способів")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="Лише для видів")),
            ],
            options={
                "verbose_name": "підстава відмови",
                "ordering": ["order", "title", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="refusalground_has_one_open_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            (
                                "valid_to__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("valid_from"), "-", models.Value(1)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="refusalground_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Regime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="Код")),
                ("title", models.CharField(max_length=300, verbose_name="Назва")),
                ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="Підстава")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("src", "за текстом акта"),
                            ("H", "висока, звірте з актом"),
                            ("M", "середня, звірте з актом"),
                            ("L", "низька, звірте з актом"),
                            ("local", "рішення громади"),
                        ],
                        default="local",
                        max_length=8,
                        verbose_name="Певність",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Примітка")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Порядок")),
                ("valid_from", models.DateField(verbose_name="Діє з")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Діє до")),
                ("since_version", models.PositiveIntegerField(editable=False, verbose_name="Версія профілю")),
                ("terms", models.JSONField(blank=True, default=list, verbose_name="Строки")),
            ],
            options={
                "verbose_name": "порядок розгляду",
                "ordering": ["order", "title", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="regime_has_one_open_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            (
                                "valid_to__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("valid_from"), "-", models.Value(1)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="regime_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="Код")),
                ("title", models.CharField(max_length=300, verbose_name="Назва")),
                ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="Підстава")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("src", "за текстом акта"),
                            ("H", "висока, звірте з актом"),
                            ("M", "середня, звірте з актом"),
                            ("L", "низька, звірте з актом"),
                            ("local", "рішення громади"),
                        ],
                        default="local",
                        max_length=8,
                        verbose_name="Певність",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Примітка")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Порядок")),
                ("valid_from", models.DateField(verbose_name="Діє з")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Діє до")),
                ("since_version", models.PositiveIntegerField(editable=False, verbose_name="Версія профілю")),
                ("article", models.CharField(blank=True, max_length=20, verbose_name="Стаття")),
                ("years", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Років")),
                ("words", models.CharField(max_length=120, verbose_name="Строк словами")),
                ("needs_commission", models.BooleanField(default=False, verbose_name="Позначка «ЕПК»")),
            ],
            options={
                "verbose_name": "строк зберігання",
                "ordering": ["order", "title", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="retentionperiod_has_one_open_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            (
                                "valid_to__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("valid_from"), "-", models.Value(1)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="retentionperiod_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="Код")),
                ("title", models.CharField(max_length=300, verbose_name="Назва")),
                ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="Підстава")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("src", "за текстом акта"),
                            ("H", "висока, звірте з актом"),
                            ("M", "середня, звірте з актом"),
                            ("L", "низька, звірте з актом"),
                            ("local", "рішення громади"),
                        ],
                        default="local",
                        max_length=8,
                        verbose_name="Певність",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Примітка")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Порядок")),
                ("valid_from", models.DateField(verbose_name="Діє з")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Діє до")),
                ("since_version", models.PositiveIntegerField(editable=False, verbose_name="Версія профілю")),
                ("amount", models.PositiveSmallIntegerField(default=0, verbose_name="Скільки")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("calendar_day", "календарні дні"),
                            ("working_day", "робочі дні"),
                            ("month", "місяці"),
                            ("year", "роки"),
                            ("hour", "години"),
                            ("same_day", "того самого дня"),
                            ("working_day_before", "робочі дні до події"),
                            ("calendar_day_before", "календарні дні до події"),
                            ("none", "установлює документ або посадова особа"),
                        ],
                        max_length=20,
                        verbose_name="Чого",
                    ),
                ),
                (
                    "start",
                    models.CharField(
                        choices=[
                            ("day_of_receipt", "день одержання враховується"),
                            ("next_day", "з наступного дня"),
                            ("hour", "з години одержання"),
                        ],
                        default="next_day",
                        max_length=16,
                        verbose_name="Відлік",
                    ),
                ),
                (
                    "roll",
                    models.CharField(
                        choices=[
                            ("forward", "на наступний робочий день"),
                            ("back", "на попередній робочий день"),
                            ("none", "не переноситься"),
                        ],
                        default="forward",
                        max_length=8,
                        verbose_name="Неробочий останній день",
                    ),
                ),
                ("cap", models.CharField(blank=True, max_length=60, verbose_name="Граничний строк")),
                ("extends_to", models.CharField(blank=True, max_length=60, verbose_name="Продовжується до")),
                (
                    "after_hours",
                    models.BooleanField(
                        default=False, verbose_name="Після закриття — з наступного робочого дня"
                    ),
                ),
                (
                    "warn_when_rolled",
                    models.BooleanField(default=False, verbose_name="Радити завершити до вихідних"),
                ),
            ],
            options={
                "verbose_name": "строк",
                "ordering": ["order", "title", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("code",),
                        name="term_has_one_open_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            (
                                "valid_to__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("valid_from"), "-", models.Value(1)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="term_ends_after_it_begins",
                    ),
                ],
            },
        ),
    ]
