"""How appeals and requests are filled in: the registry’s card with applicants, a reception on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from obih.appeals import rules
from obih.appeals.actions.registration import URGENT_TERM
from obih.appeals.queries import Earlier, likely_repeats, receivers
from obih.appeals.rules import Applicant
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.people.models import Unit
from obih.registry.cards import CardFile, CardLink, IncomingCard, PartyEntry
from obih.registry.forms import IncomingForm
from obih.registry.forms.fields import PersonField, TextField
from obih.registry.models import Journal
from obih.registry.queries import visible_to
from obih.registry.vocabulary import Access, LinkKind, PartyRole
from obih.ui.forms import DateField

MOST_CO_AUTHORS = 500
LIKELY_HINT = "Один у рядку: прізвище ім’я; адреса; телефон"


class CoAuthorsField(TextField):
    """Those who signed besides the first, one a line."""

    def __init__(self) -> None:
        super().__init__(
            most=20_000, many_lines=True, required=False, label="Інші автори", help_text=LIKELY_HINT
        )

    def clean(self, value: Any) -> Any:
        found = rules.parse_applicants(super().clean(value) or "")
        if len(found) > MOST_CO_AUTHORS:
            raise ValidationError(
                f"Запишіть перших {MOST_CO_AUTHORS}, а скільки всього підписали, вкажіть числом"
            )
        for each in found:
            if len(each.name) > 300 or len(each.address) > 300 or len(each.contact) > 200:
                raise ValidationError(f"Задовгий рядок: «{each.name[:40]}…»")
        return found


class EarlierField(forms.Field):
    """The earlier document this one repeats; cleans to its id. One the actor does not see is not there."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(required=False, label="Повторне до", widget=forms.HiddenInput())
        self.actor = actor

    def clean(self, value: Any) -> UUID | None:
        if not value:
            return None
        try:
            wanted = UUID(str(value))
        except ValueError:
            wanted = None
        if wanted is None or not visible_to(self.actor).filter(pk=wanted).exists():
            raise ValidationError("Попереднього документа немає або він вам не доступний")
        return wanted


class ApplicantsForm(IncomingForm):
    """The card of an incoming document that somebody in person wrote. Who wrote stands first; another body
    that passed it on with its letter is named only if there is one."""

    information = False
    basis = ""

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.initial = dict(self.initial)
        self._take_sender_for_author()
        if self.kind_code in rules.OPEN_KINDS:
            return
        self.initial["access_level"] = Access.RESTRICTED
        self.initial["access_basis"] = self.initial.get("access_basis") or self.basis
        if self.is_bound:
            said = dict(self.data)
            said["access_basis"] = said.get("access_basis") or self.basis
            said["access_level"] = Access.RESTRICTED
            self.data = said

    def _take_sender_for_author(self) -> None:
        """What was begun as a letter has its writer in the place of the sender."""
        typed = str(self.initial.get("correspondent_text") or "")
        if typed and not self.initial.get("correspondent") and not self.initial.get("author"):
            self.initial["author"], self.initial["correspondent_text"] = typed, ""

    def _add_ours(self) -> None:
        super()._add_ours()
        self.fields["co_authors"] = CoAuthorsField()
        self.fields["repeats"] = EarlierField(self.actor)
        self.fields.setdefault("author", TextField(most=300))
        for code, label in (("author", "Заявник"), ("correspondent", "Надійшло через")):
            if code in self.fields:
                self.fields[code].label = label
                self.fields[code].required = False
        if "access_level" in self.fields and self.kind_code not in rules.OPEN_KINDS:
            closed = [(Access.RESTRICTED.value, Access.RESTRICTED.label)]
            self.fields["access_level"].choices = closed  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("author") and not self.has_error("author") and not self._is_unsigned(cleaned):
            self.add_error("author", self.no_author)
        if cleaned.get("co_authors") and not cleaned.get("author"):
            self.add_error("author", "Першого з авторів впишіть сюди")
        return cleaned

    no_author = "Впишіть прізвище, ім’я, по батькові"

    def _is_unsigned(self, cleaned: Mapping[str, Any]) -> bool:
        return False

    def applicants(self) -> list[Applicant]:
        """Who wrote, the first one first; nobody of an unsigned one."""
        said = self.cleaned_data
        if not said.get("author"):
            return []
        first = Applicant(
            said["author"], said.get("applicant_address") or "", said.get("applicant_contact") or ""
        )
        others = [
            Applicant(each.said, each.address, each.contact)
            for each in super()._more_parties()
            if each.role == PartyRole.CO_AUTHOR
        ]
        return [first, *(said.get("co_authors") or ()), *others]

    def _more_parties(self) -> list[PartyEntry]:
        """Those who are no applicants: co-authors are told by `applicants`, wherever they were typed."""
        return [each for each in super()._more_parties() if each.role != PartyRole.CO_AUTHOR]

    def earlier(self) -> list[Earlier]:
        """What this may be a repeat of, from what has been typed so far."""
        said = getattr(self, "cleaned_data", {}) or self.initial
        name = str(said.get("author") or "")
        applicant = Applicant(name, str(said.get("applicant_address") or ""))
        return likely_repeats(self.actor, applicant, information=self.information)

    def to_card(
        self, files: Sequence[CardFile] = (), *, links: Sequence[CardLink] = (), **more: Any
    ) -> IncomingCard:
        repeated = self.cleaned_data.get("repeats")
        tied = (CardLink(repeated, LinkKind.REPEATS),) if repeated else ()
        self.cleaned_data["links"] = [
            each for each in self.cleaned_data.get("links") or () if each != repeated
        ]
        return super().to_card(files, links=(*links, *tied), **more)


class AppealForm(ApplicantsForm):
    """The card of an appeal. An unsigned one says so: its subject is «анонімне»."""

    basis = rules.APPEAL_BASIS
    no_author = "Впишіть заявника або оберіть за суб’єктом «анонімне»"

    def _is_unsigned(self, cleaned: Mapping[str, Any]) -> bool:
        return cleaned.get("appeal_subject") == rules.ANONYMOUS

    def added(self) -> dict[str, Any]:
        kept = super().added()
        if self.cleaned_data.get("repeats"):
            kept.setdefault("appeal_sign", rules.REPEATED)
        return kept


class RequestForm(ApplicantsForm):
    """The card of a request for information: a ground of urgency makes it one of 48 hours."""

    information = True
    basis = rules.REQUEST_BASIS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("term") == URGENT_TERM and not cleaned.get("urgency_reason"):
            self.add_error("urgency_reason", "Напишіть, чим обґрунтовано терміновість (ч. 2 ст. 20)")
        if cleaned.get("urgency_reason"):
            cleaned["term"] = URGENT_TERM
            if not cleaned.get("received_time"):
                self.add_error("received_time", "Для строку у 48 годин потрібна година надходження")
        return cleaned


# ── a reception ──────────────────────────────────────────────────────


class ReceptionForm(forms.Form):
    """A personal reception on one screen: who came, with what, who received and to whom it is given."""

    applicant = TextField(most=300, label="Хто прийшов")
    address = TextField(most=300, label="Де живе")
    contact = TextField(most=200, label="Телефон або пошта", required=False)
    substance = TextField(most=500, label="Про що")
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Кому доручено", required=False, empty_label="—")
    charge = TextField(most=300, label="Що доручено", required=False)
    leader = PersonField(queryset=None, label="Веде прийом", empty_label=None)
    held_on = DateField(label="Дата прийому", lean="past")
    written = forms.BooleanField(label="Подано й письмову заяву", required=False)
    appeal_kind = forms.ChoiceField(label="За видом", required=False)
    thematic_code = forms.ChoiceField(label="Тема", required=False)
    appeal_category = forms.ChoiceField(label="Категорія заявника", required=False)
    place = TextField(most=200, label="Де виїзний прийом", required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, actor: Actor, journal: Journal, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.actor, self.journal = actor, journal
        today: date = timezone.localdate()
        self.initial = {"held_on": today, "appeal_kind": "3.2"} | dict(self.initial)
        leaders = receivers(journal.organisation_id, today)
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
        units = Unit.objects.open_on(today).filter(organisation=journal.organisation_id)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for code in ("appeal_kind", "thematic_code", "appeal_category"):
            self.fields[code].choices = [("", "—"), *profile().fields[code].choices]  # type: ignore[attr-defined]
        self.fields["repeats"] = EarlierField(actor)
        for name, sentence in REQUIRED.items():
            self.fields[name].error_messages["required"] = sentence

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise ValidationError("Цей день ще не настав")
        return held_on

    def applicant_said(self) -> Applicant:
        said = self.cleaned_data
        return Applicant(said.get("applicant") or "", said.get("address") or "", said.get("contact") or "")


REQUIRED = {
    "applicant": "Впишіть прізвище, ім’я, по батькові",
    "address": "Впишіть, де живе заявник (ст. 5 Закону № 393/96-ВР)",
    "substance": "Коротко напишіть, про що звернення",
    "leader": "Оберіть, хто веде прийом",
}


class ReceptionFilterForm(forms.Form):
    """What of the register of receptions is shown."""

    since = DateField(label="Від", lean="past", required=False)
    until = DateField(label="До", lean="past", required=False)
    leader = PersonField(queryset=None, label="Веде прийом", required=False, empty_label="усі")

    def __init__(self, data: Mapping[str, Any] | None, *, leaders: Any) -> None:
        super().__init__(data)
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]


# ── what becomes of it ───────────────────────────────────────────────


class ForwardForm(forms.Form):
    """Passed on to whom it belongs."""

    to_whom = TextField(most=300, label="Кому переслано")
    sent_on = DateField(label="Коли", lean="past")
    number = TextField(most=120, label="Номер супровідного", required=False)
    noticed_on = DateField(label="Заявника повідомлено", lean="past")
    part = TextField(most=300, label="У якій частині", required=False, help_text="Порожньо: усе")


class ExtendForm(forms.Form):
    """The term made longer, the applicant having been told."""

    on = DateField(label="Відповісти до", lean="future")
    noticed_on = DateField(label="Заявника повідомлено", lean="past")
    decided_by = TextField(most=300, label="Хто вирішив", help_text="Керівник або заступник")
    reason = TextField(most=300, label="Чому довше")


class AnswerForm(forms.Form):
    """How it ended and by which letter."""

    result = forms.ChoiceField(label="Результат")
    ground = forms.ChoiceField(
        label="Підстава відмови", required=False, choices=[("", "—"), *rules.REFUSALS.items()]
    )
    answered_on = DateField(label="Відповідь від", lean="past")
    number = TextField(most=120, label="Номер відповіді", required=False)
    signed_by = TextField(most=300, label="Хто підписав", required=False)
    explanation = TextField(most=500, label="Пояснення", required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, information: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = profile().fields["info_result" if information else "appeal_result"]
        self.fields["result"].choices = [("", "—"), *field.choices]  # type: ignore[attr-defined]
        if not information:
            del self.fields["ground"]


class BillForm(forms.Form):
    """The bill for copies beyond the free ten pages, and its payment."""

    pages = forms.IntegerField(label="Сторінок", min_value=1, max_value=100_000)
    amount = forms.DecimalField(label="Сума, грн", max_digits=10, decimal_places=2, localize=True)
    billed_on = DateField(label="Рахунок від", lean="past")
    paid_on = DateField(label="Оплачено", lean="past", required=False)
