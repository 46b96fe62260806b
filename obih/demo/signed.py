"""A signed letter that waits for its number, so that the demonstration shows what a signature says.

Its signatures were made once by the test PKI, whose roots nobody trusts here: so the verdict is «дійсність не
встановлено», which is the truth about them. `tests/test_signed.py` makes them again and compares.
"""

from __future__ import annotations

from pathlib import Path

from obih.demo.hromada import Hromada, journal_for_kind
from obih.files.actions import receiving
from obih.registry import actions
from obih.registry.models import Correspondent, PendingCard
from obih.registry.vocabulary import FileRole

FOLDER = Path(__file__).parent / "assets" / "signed"
TITLE = "Про проведення звірки переліку захисних споруд"
SENDER = "Калинопільська районна державна адміністрація"
SIGNER, POSITION = "Віктор САВЕНКО", "Голова адміністрації"
FILES = (
    ("Лист РДА.pdf", "letter.pdf", FileRole.MAIN),
    ("Лист РДА.pdf.p7s", "letter.p7s", FileRole.SIGNATURE),
    ("Печатка РДА.p7s", "seal.p7s", FileRole.SIGNATURE),
)
FACTS: dict[str, object] = {
    "sender": SENDER,
    "address": "",
    "dated": "20.11.2026",
    "number": "01-15/2398",
    "addressee": "Калинопільська селищна рада",
    "title": TITLE,
    "body": [
        "Просимо звірити перелік захисних споруд громади з нашими даними та повідомити про розбіжності.",
        "Лист підписано електронним підписом голови адміністрації та засвідчено її електронною печаткою.",
    ],
    "position": POSITION,
    "signer": SIGNER,
}


def let_signed_letter_wait(hromada: Hromada) -> None:
    """Put the signed letter among those that wait; once, whatever became of it later."""
    clerk = hromada.cast.actor("boiko")
    journal = journal_for_kind(hromada.journals, "letter", hromada.cast.council.pk)
    sender = Correspondent.objects.filter(name=SENDER).first()
    fields = {
        "title": TITLE, "kind": "letter", "channel": "sev", "signer": f"{POSITION} {SIGNER}",
        "correspondent_number": "01-15/2398", "correspondent_date": "20.11.2026",
        "correspondent_text": SENDER, "correspondent": str(sender.pk) if sender else "",
    }  # fmt: skip
    if PendingCard.objects.filter(fields__title=TITLE).exists():
        return
    card = actions.save_pending(journal, fields, by=clerk)
    for name, asset, role in FILES:
        with receiving() as receive:
            stored = receive((FOLDER / asset).read_bytes(), name)
            actions.attach_pending_file(card.pk, stored, stored.name, role=role, by=clerk)
