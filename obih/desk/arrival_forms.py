"""Forms about arrivals and mistakes: review, refusal, a second arrival, a move, a file put aside."""

from __future__ import annotations

from typing import Any

from django import forms

from obih.law.profile import Profile
from obih.people.models import Unit
from obih.registry.forms.fields import TextField
from obih.registry.models import Journal
from obih.registry.streams import kinds_for
from obih.ui.forms import DateField

INPUT = {"class": "input"}


class ReviewForm(forms.Form):
    """What the preliminary review says (№ 55, p. 19)."""

    to = forms.ChoiceField(
        label="Хто розглядає",
        choices=[("leadership", "керівництво"), ("unit", "підрозділ")],
        widget=forms.RadioSelect,
        error_messages={"required": "Оберіть, хто розглядає"},
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Підрозділ", required=False, empty_label="—")
    urgent = forms.BooleanField(label="Терміново", required=False)

    def __init__(self, *args: Any, journal: Journal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(organisation=journal.organisation_id, closed_on=None).order_by("name")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].help_text = "Коли документ іде одразу до підрозділу"

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("to") == "unit" and not told.get("unit") and not self.has_error("unit"):
            self.add_error("unit", "Оберіть підрозділ")
        return told


class RefusalForm(forms.Form):
    """Why an arrival is not registered. The grounds are those of the chosen channel and kind."""

    channel = forms.ChoiceField(label="Як надійшло", error_messages={"required": "Оберіть, як надійшло"})
    kind = forms.ChoiceField(label="Вид", error_messages={"required": "Оберіть вид"})
    ground = forms.ChoiceField(
        label="Підстава",
        widget=forms.RadioSelect,
        error_messages={"required": "Оберіть підставу: без неї відмовити не можна"},
    )
    sender_name = TextField(most=300, label="Від кого", required=False)
    title = TextField(most=500, label="Про що", required=False)
    their_number = TextField(most=120, label="Їхній номер", required=False)
    dated_on = DateField(label="Їхня дата", required=False)
    comment = TextField(most=500, many_lines=True, label="Пояснення відправникові", required=False)

    def __init__(self, *args: Any, rules: Profile, journal: Journal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(each.code, each.title) for each in kinds_for(rules, journal.stream)]
        channels = [(each.code, each.title) for each in rules.channels_for("incoming")]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]
        self.kind_code = self._chosen("kind", kinds)
        self.channel_code = self._chosen("channel", channels)
        self.always = rules.is_always_registered(self.kind_code)
        grounds = rules.refusal_grounds(self.channel_code, self.kind_code)
        self.fields["ground"].choices = [(each.code, each.title) for each in grounds]  # type: ignore[attr-defined]
        for name in ("channel", "kind"):
            self.fields[name].widget.attrs.update(INPUT)

    def _chosen(self, name: str, choices: list[tuple[str, str]]) -> str:
        told = self.data.get(name) if self.is_bound else self.initial.get(name)
        known = [code for code, _ in choices]
        return str(told) if told in known else (known[0] if known else "")


class AgainForm(forms.Form):
    """A registered document that came once more."""

    channel = forms.ChoiceField(label="Як надійшло цього разу")
    note = TextField(most=300, label="Примітка", required=False)

    def __init__(self, *args: Any, rules: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = [(each.code, each.title) for each in rules.channels_for("incoming")]
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]
        self.fields["note"].help_text = "Наприклад: оригінал після електронного листа"


class WithdrawalForm(forms.Form):
    """Why a file is put aside."""

    reason = TextField(
        most=300,
        label="Причина",
        error_messages={"required": "Напишіть, чому вилучаєте файл: причина лишається на картці"},
    )


class MoveForm(forms.Form):
    """Where a registered document goes, and under what law it is considered there."""

    journal = forms.ModelChoiceField(
        Journal.objects.none(), label="До журналу", error_messages={"required": "Оберіть журнал"},
        empty_label="Оберіть",
    )  # fmt: skip
    kind_code = forms.ChoiceField(label="Вид документа", required=False)
    regime = forms.ChoiceField(label="Порядок розгляду", required=False)
    access_basis = TextField(most=300, label="Підстава обмеження доступу", required=False)
    reason = TextField(
        most=300,
        label="Причина",
        error_messages={"required": "Напишіть, чому переносите: причина лишається в історії"},
    )

    def __init__(self, *args: Any, journals: list[Journal], rules: Profile, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["journal"].queryset = Journal.objects.filter(  # type: ignore[attr-defined]
            pk__in=[each.pk for each in journals]
        )
        found = {each.code: each.title for one in journals for each in kinds_for(rules, one.stream)}
        own = rules.kinds[kind].title if kind in rules.kinds else kind
        self.fields["kind_code"].choices = [  # type: ignore[attr-defined]
            ("", f"як зараз: {own}"), *((code, title) for code, title in found.items() if code != kind)
        ]  # fmt: skip
        self.fields["regime"].choices = [  # type: ignore[attr-defined]
            ("", "за видом документа"), *((each.code, each.title) for each in rules.regimes.values())
        ]  # fmt: skip
        self.fields["access_basis"].help_text = "Потрібна, якщо журнал закритий, а документ був загальним"
        for name, width in {"journal": 6, "kind_code": 6, "regime": 6, "access_basis": 6}.items():
            self.fields[name].width = width  # type: ignore[attr-defined]
