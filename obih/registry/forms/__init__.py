"""How a card is filled in and corrected."""

from obih.registry.forms.card import CardForm
from obih.registry.forms.correction import CorrectionForm
from obih.registry.forms.created import CreatedForm
from obih.registry.forms.incoming import IncomingForm
from obih.registry.forms.numbers import NumberPart

__all__ = ["CardForm", "CorrectionForm", "CreatedForm", "IncomingForm", "NumberPart"]
