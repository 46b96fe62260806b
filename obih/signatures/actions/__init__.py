"""What can be done with signatures: verifying them, and choosing whom to believe."""

from obih.signatures.actions.importing import confirm_import, drop_import, stage_import, take_away
from obih.signatures.actions.verifying import Beside, look_again, verify_beside

__all__ = [
    "Beside",
    "confirm_import",
    "drop_import",
    "look_again",
    "stage_import",
    "take_away",
    "verify_beside",
]
