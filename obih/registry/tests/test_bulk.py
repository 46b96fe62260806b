"""One deed for many documents; a card shown to a colleague; what is printed for paper."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from obih.notices.actions import change_mail_settings, make_letters
from obih.notices.models import Mail, Notice
from obih.people import principals
from obih.people.models import Account
from obih.registry import actions, labels
from obih.registry.actions import bulk
from obih.registry.actions.telling import NotSeen
from obih.registry.codes import code_of
from obih.registry.models import AccessRow, Document
from obih.registry.queries import records, visible_to
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import Access
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db


def account(username: str) -> Account:
    return Account.objects.get(username=username)


def test_each_document_is_done_or_told_why_not(house: House) -> None:
    one, two = house.letter(), house.letter()
    missing = uuid.uuid4()
    koval = principals.of_person(house.cast.koval.person.pk)
    lines = bulk.share_many(
        [one.pk, missing, two.pk, one.pk], koval, why="до відома", key="k", by=house.clerk
    )
    assert [(each.document_id, bool(each.refusal)) for each in lines] == [
        (one.pk, False), (missing, True), (two.pk, False),
    ]  # fmt: skip
    assert AccessRow.objects.filter(principal=koval, reason="shared").count() == 2


def test_a_hidden_document_is_told_as_one_that_is_not_there(house: House) -> None:
    hidden = house.letter(access_level=Access.RESTRICTED, access_basis="Персональні дані")
    land = house.cast.units["land"]
    lines = bulk.give_unit_to_many([hidden.pk, uuid.uuid4()], land, reason="р", key="k", by=house.stranger)
    assert lines[0].refusal == lines[1].refusal != ""


def test_a_repeat_does_nothing_twice_and_what_was_refused_may_be_tried_anew(house: House) -> None:
    one = house.letter()
    land = house.cast.units["land"]
    first = bulk.give_unit_to_many([one.pk], land, reason="за належністю", key="k", by=house.clerk)
    version = Document.objects.get(pk=one.pk).version
    again = bulk.give_unit_to_many([one.pk], land, reason="за належністю", key="k", by=house.clerk)
    assert first == again and Document.objects.get(pk=one.pk).version == version
    case = bulk.give_case_to_many([one.pk], house.other_case(), reason="р", key="k", by=house.clerk)
    assert not case[0].refusal and Document.objects.get(pk=one.pk).case_index == house.other_case()


def test_no_more_than_two_hundred_at_once(house: House) -> None:
    many = [uuid.uuid4() for _ in range(201)]
    with pytest.raises(Refused, match="не більше 200"):
        bulk.share_many(many, 9, why="р", key="k", by=house.clerk)
    with pytest.raises(Refused, match="хоча б один"):
        bulk.hand_over_many([], house.cast.units["land"], key="k", by=house.clerk)


def test_a_list_is_made_of_those_marked_that_have_paper(house: House) -> None:
    paper, electronic = house.letter(form="paper"), house.letter(form="electronic")
    made, lines = bulk.hand_over_many(
        [paper.pk, electronic.pk], house.cast.units["land"], key="k", by=house.clerk
    )
    assert made is not None and made.lines.count() == 1
    assert [bool(each.refusal) for each in lines] == [False, True]


def test_a_colleague_who_sees_it_is_told_within_and_by_mail_without_a_word_of_it(house: House) -> None:
    change_mail_settings(
        by=house.cast.actor("savchuk"), host="mail", from_address="obih@rada.gov.ua", is_on=True, port=25
    )
    land = house.cast.units["land"]
    letter = house.letter(responsible_unit=land, title="Про лікування пана Іваненка")
    person = house.cast.stetsenko.person
    person.email = "stetsenko@rada.gov.ua"
    person.save()
    for _ in range(2):
        actions.send_link(
            letter.pk, account("stetsenko"), url="https://obih/q/x", note="глянь", key="k", by=house.clerk
        )
    notice = Notice.objects.get(person=person, kind="link")
    assert notice.url == f"/documents/{letter.pk}/" and notice.text.endswith(": глянь")
    make_letters(timezone.now() + timedelta(days=6))
    mail = Mail.objects.get()
    assert "Іваненк" not in mail.subject + mail.body and "глянь" not in mail.body
    assert "https://obih/q/x" in mail.body


def test_who_does_not_see_it_is_let_in_only_with_a_reason_by_who_may(house: House) -> None:
    letter = house.letter(responsible_unit=house.cast.units["land"])
    with pytest.raises(NotSeen) as refusal:
        actions.send_link(letter.pk, account("koval"), url="u", key="1", by=house.clerk)
    assert refusal.value.may_share and "не бачить" in refusal.value.sentence
    with pytest.raises(NotSeen) as refusal:
        actions.send_link(
            letter.pk, account("koval"), url="u", why="р", key="2", by=house.cast.actor("stetsenko")
        )
    assert not refusal.value.may_share
    assert not Notice.objects.filter(kind="link").exists()
    actions.send_link(letter.pk, account("koval"), url="u", why="юридичний висновок", key="3", by=house.clerk)
    assert visible_to(house.cast.actor("koval")).filter(pk=letter.pk).exists()
    assert Notice.objects.filter(person=house.cast.koval.person, kind="link").count() == 1
    with pytest.raises(Refused, match="немає або"):
        actions.send_link(letter.pk, account("koval"), url="u", key="4", by=house.stranger)


def text_of(pdf: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        words = [page.get_textpage().get_text_bounded() for page in document]
        return len(words), re.sub(r"\s+", " ", " ".join(words))
    finally:
        document.close()


def test_labels_and_stamp_tell_number_and_place_but_no_person(house: House) -> None:
    letter = house.letter(title="Про лікування", sheets_main=3, sheets_annex=12, form="paper")
    record = records(house.clerk, [letter.pk])[0]
    address = f"https://obih.gov.ua/q/{code_of(letter.pk)}"
    label = labels.label_of(record, address)
    assert record.number not in address and label.sheets == "3 + 12"
    pages, words = text_of(labels.labels_pdf([label] * 2, sheet=False))
    assert pages == 2 and record.number in words and "Про лікування" not in words
    assert text_of(labels.labels_pdf([label] * 3, sheet=True, first=23))[0] == 2, "two places are left"
    assert text_of(labels.labels_pdf([label] * 24, sheet=True))[0] == 1
    pages, words = text_of(labels.stamp_pdf(record, address, "nonsense"))
    assert pages == 1 and f"Вх. № {record.number}" in words


def test_letters_to_one_addressee_share_an_envelope(house: House) -> None:
    def envelope(to: str, mark: str) -> labels.Envelope:
        return labels.Envelope("Рада", "вул. 1", to, "вул. 2", mark)

    made = labels.together([envelope("ОВА", "№ 1"), envelope("ДПС", "№ 2"), envelope("ОВА", "№ 3")])
    assert [(each.to, each.mark) for each in made] == [("ОВА", "№ 1, № 3"), ("ДПС", "№ 2")]
    for size in labels.ENVELOPES:
        pages, words = text_of(labels.envelopes_pdf(made, size))
        assert pages == 2 and "№ 1, № 3" in words and "вул. 1" in words


def test_words_of_paper_are_never_typst(house: House) -> None:
    odd = labels.Envelope("#panic(1)", "$x$ @a", '*ОВА* #read("/etc/passwd")', "]#[", "№ \\ `1`")
    assert '#read("/etc/passwd")' in text_of(labels.envelopes_pdf([odd], "dl"))[1]
