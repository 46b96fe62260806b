from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "obih.tasks"
    label = "tasks"
    verbose_name = "Резолюції і виконання"

    def ready(self) -> None:
        """Say why a document may not be closed yet, and which days the calendar moves."""
        from obih.registry.guards import guard_closing
        from obih.tasks.actions.moving import TaskDays
        from obih.tasks.queries.open_work import why_not_closed_yet
        from obih.workdays.affected import keep_deadlines

        guard_closing(why_not_closed_yet)
        keep_deadlines(TaskDays())
