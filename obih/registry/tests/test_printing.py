"""What is printed is what may be seen, in the columns of the law."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from obih.registry import actions
from obih.registry.printing import card_pdf, journal_pdf, printed_journal
from obih.registry.queries import JournalFilter, document_card
from obih.registry.tests.conftest import TODAY, House


def test_a_journal_is_printed_oldest_first_in_the_columns_of_the_law(house: House) -> None:
    first = house.letter(title="Про #1 <b> $x$", first_reviewer=house.cast.melnychenko.person)
    actions.close_document(first.pk, note="Відповідь 9/02-10", by=house.clerk)
    house.letter(title="Про друге")
    filters = JournalFilter({}, actor=house.clerk, journal=house.journal)
    printed = printed_journal(house.clerk, house.journal, filters, today=TODAY)
    assert [line[2] for line in printed.lines] == ["Про #1 <b> $x$", "Про друге"]
    assert "Відповідь 9/02-10" in printed.lines[0][5] and "1/02-10" in printed.lines[0][0]
    assert len(printed.head.columns) == 6 == len(printed.lines[0])
    assert journal_pdf(printed).startswith(b"%PDF")
    card = document_card(house.clerk, first.pk, today=TODAY)
    assert card is not None and card_pdf(card, house.clerk.label, TODAY).startswith(b"%PDF")


def test_the_stranger_prints_nothing(house: House, settings) -> None:
    letter = house.letter(title="Про канарейку")
    client = Client()
    client.force_login(house.cast.chuzhynska.account)
    for name, key in (
        ("journal_print", house.journal.code), ("journal_print_pdf", house.journal.code),
        ("card_print", letter.pk), ("card_print_pdf", letter.pk),
    ):  # fmt: skip
        answer = client.get(reverse(f"registry:{name}", args=[key]))
        assert answer.status_code == 404 and "канарейк" not in answer.content.decode()
