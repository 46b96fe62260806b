"""What can be done with signatures: verifying them, and choosing whom to believe."""

from obih.signatures.actions.verifying import Beside, look_again, verify_beside

__all__ = ["Beside", "look_again", "verify_beside"]
