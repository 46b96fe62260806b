"""How a card is filled in and corrected."""

from obih.registry.forms.card import CardForm
from obih.registry.forms.correction import CorrectionForm
from obih.registry.forms.incoming import IncomingForm

__all__ = ["CardForm", "CorrectionForm", "IncomingForm"]
