"""What this room keeps."""

from obih.tasks.models.acquaintance import AcquaintanceList, Acquainted, Reminder
from obih.tasks.models.execution import Answer, Assignment, Extension, Report, ReportFile, Step
from obih.tasks.models.resolutions import Phrase, Point, Resolution, Review
from obih.tasks.models.stages import ReminderStage

__all__ = [
    "AcquaintanceList",
    "Acquainted",
    "Answer",
    "Assignment",
    "Extension",
    "Phrase",
    "Point",
    "Reminder",
    "ReminderStage",
    "Report",
    "ReportFile",
    "Resolution",
    "Review",
    "Step",
]
