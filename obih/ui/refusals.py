"""A refusal is an exception with a sentence for people; pages answer it with 422."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # commands without Django know refusals, too
    from django.forms import BaseForm


class Refused(Exception):
    """The action may not be done now; `sentence` says why, in Ukrainian.

    `field` names the field of the form the sentence belongs to, when there is one.
    """

    status = 422

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def put_on(self, form: BaseForm) -> None:
        """Show the refusal where the person typed: at its field or above the form."""
        field = self.field if self.field in form.fields else None
        form.add_error(field, self.sentence)


class Conflict(Refused):
    """Somebody else changed the same thing first (409): «Картку щойно змінила Галина Бойко»."""

    status = 409
