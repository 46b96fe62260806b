"""What people do with resolutions and tasks; nothing else writes this room’s tables."""

from obih.tasks.actions.acquainting import ask_acquaintance, mark_acquainted, mark_on_paper
from obih.tasks.actions.control import (
    ask_extension,
    change_main,
    extend,
    latest_day,
    lift_control,
    put_on_control,
    refuse_extension,
    repeat,
    supplement,
)
from obih.tasks.actions.drafts import (
    accept_prepared,
    change_prepared,
    drop_prepared,
    prepare_resolution,
    return_prepared,
)
from obih.tasks.actions.entries import Issued, PointEntry, ResolutionEntry
from obih.tasks.actions.execution import (
    accept_report,
    accept_task,
    close_by_answer,
    hand_part,
    mark_read,
    name_answer,
    report,
    resume_task,
    return_report,
    suspend_task,
    withdraw_task,
)
from obih.tasks.actions.executors import ExecutorEntry
from obih.tasks.actions.gate import TaskConflict
from obih.tasks.actions.handing_over import hand_over_tasks
from obih.tasks.actions.issuing import issue_resolution
from obih.tasks.actions.once import once
from obih.tasks.actions.reminding import ReminderLine, bulk_stage, remind, remind_many
from obih.tasks.actions.reviewing import ask_review, pass_without_resolution

__all__ = [
    "ExecutorEntry",
    "Issued",
    "PointEntry",
    "ReminderLine",
    "ResolutionEntry",
    "TaskConflict",
    "accept_prepared",
    "accept_report",
    "accept_task",
    "ask_acquaintance",
    "ask_extension",
    "ask_review",
    "bulk_stage",
    "change_main",
    "change_prepared",
    "close_by_answer",
    "drop_prepared",
    "extend",
    "hand_over_tasks",
    "hand_part",
    "issue_resolution",
    "latest_day",
    "lift_control",
    "mark_acquainted",
    "mark_on_paper",
    "mark_read",
    "name_answer",
    "once",
    "pass_without_resolution",
    "prepare_resolution",
    "put_on_control",
    "refuse_extension",
    "remind",
    "remind_many",
    "repeat",
    "report",
    "resume_task",
    "return_prepared",
    "return_report",
    "supplement",
    "suspend_task",
    "withdraw_task",
]
