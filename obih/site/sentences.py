"""What a command line says when it cannot go on."""


class CommandProblem(Exception):
    """The command stops; the text says in Ukrainian why and what to do. No traceback is shown."""
