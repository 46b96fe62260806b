"""The form of the register of receptions a hromada starts from; one it has already stays as it is."""

import json

from django.db import migrations

COLUMNS = [
    {"title": "№", "width": 1.2, "parts": ["number"]},
    {"title": "Дата прийому", "width": 1.2, "parts": ["held_on"]},
    {"title": "Прізвище, ініціали та посада особи, що веде прийом", "width": 2, "parts": ["leader", "place"]},
    {
        "title": "Дата надходження, заявник, місце проживання",
        "width": 2.6,
        "parts": ["received_on", "letter", "applicant", "address"],
    },
    {"title": "Стислий виклад порушених питань", "width": 3.2, "parts": ["substance"]},
    {"title": "Код питання", "width": 0.8, "parts": ["topic"]},
    {
        "title": "Кому доручено, зміст доручення, строк",
        "width": 2.4,
        "parts": ["unit", "charge", "answer_by"],
    },
    {"title": "Результат розгляду, дата надання відповіді", "width": 2, "parts": ["result", "answered"]},
]
INSERT = """
INSERT INTO registry_journallayout (stream, title, legal_basis, confidence, columns)
VALUES ('personal_reception', 'Журнал обліку особистого прийому громадян',
        'постанова № 348; ст. 22 Закону № 393/96-ВР', 'M', %s::jsonb)
ON CONFLICT (stream) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0001_applicants_receptions_and_answers"),
        ("registry", "0004_the_whole_register"),
    ]
    operations = [
        migrations.RunSQL([(INSERT, [json.dumps(COLUMNS, ensure_ascii=False)])], migrations.RunSQL.noop),
    ]
