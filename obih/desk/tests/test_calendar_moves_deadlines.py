"""The calendar changed on its page by the clerk: real deadlines are shown, then moved."""

from __future__ import annotations

from obih.history.models import Event
from obih.registry.models import Deadline
from obih.workdays.queries import calendar_for


def test_a_day_off_shows_the_letter_whose_term_it_moves_and_moves_it(house, signed_in):
    document = house.letter()
    deadline = Deadline.objects.get(document=document)
    before = deadline.effective_on
    address = f"/calendar/days/{before:%Y-%m-%d}/"
    typed = {"kind": "off", "basis": "розпорядження № 15-р"}
    clerk = signed_in("boiko")
    shown = clerk.post(address, typed)
    after = calendar_for().next_working_day(before)
    assert shown.status_code == 200
    assert f"/documents/{document.pk}/" in shown.text and f"{after:%d.%m.%Y}" in shown.text
    deadline.refresh_from_db()
    assert deadline.effective_on == before
    made = clerk.post(address, typed | {"confirmed": "1"})
    assert made.status_code == 302
    deadline.refresh_from_db()
    assert deadline.effective_on == after
    assert Event.objects.about("registry.document", document.pk).filter(name__contains="recount").exists()


def test_whoever_does_not_see_the_letter_learns_nothing_of_its_term(house, signed_in):
    document = house.letter(title="Канарка-7351")
    before = Deadline.objects.get(document=document).effective_on
    typed = {"kind": "off", "basis": "розпорядження № 15-р"}
    shown = signed_in("savchuk").post(f"/calendar/days/{before:%Y-%m-%d}/", typed)
    assert shown.status_code == 200
    assert str(document.pk) not in shown.text
    assert "жоден строк не зсунеться" in shown.text
