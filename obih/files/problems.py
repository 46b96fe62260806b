"""What may be wrong with a file, as sentences for the person who brought it."""

from __future__ import annotations

from obih.ui.refusals import Refused


class FileProblem(Refused):
    """The file cannot be taken; the sentence says why and what to do. Nothing of it has been kept."""

    def __init__(self, sentence: str, *, field: str | None = "files") -> None:
        super().__init__(sentence, field=field)


class NoRoom(FileProblem):
    """The server's disk is full (507): not the person's fault, and nothing is half-written."""

    status = 507

    def __init__(self) -> None:
        super().__init__(
            "Немає місця на диску сервера: файл не збережено, решта даних ціла. Повідомте адміністратора"
        )


class StoreAway(FileProblem):
    """The bucket does not answer or does not let us in (503). Nothing is lost; its words are the cause."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "Сховище файлів не відповідає: файл не збережено, решта даних ціла. Спробуйте за хвилину, "
            "а якщо не минеться — повідомте адміністратора"
        )


class ContentMissing(Refused):
    """A content is known but its bytes are not in the store: a loss, so 500, and `obih check` tells of it."""

    status = 500

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(
            f"Файла немає у сховищі (код {sha256[:8]}). Повідомте адміністратора: він має резервну копію"
        )
