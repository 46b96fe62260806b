"""The house keeps its own rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from procrastinate.contrib.django import app

from obih.history.reactions_registry import listeners
from obih.history.vocabulary import all_event_types, event_type
from obih.site.commands.worker import LANES

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "obih"
FLOORS = [
    "ui", "history", "law", "nomenclature", "workdays", "files", "people", "notices", "signatures", "registry",
    "tasks",
    "council", "appeals", "contracts", "desk", "site",
]  # fmt: skip
TEMPLATES = sorted(OURS.glob("*/templates/**/*.html"))
OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("obih.")]
CYRILLIC = re.compile("[а-яіїєґА-ЯІЇЄҐ]")


def test_relations_point_down() -> None:
    for model in OUR_MODELS:
        here = FLOORS.index(model._meta.app_label)
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if target is None or field.auto_created or target.__module__.split(".")[0] != "obih":
                continue
            assert FLOORS.index(target._meta.app_label) <= here, f"{model.__name__}.{field.name} points up"


@pytest.mark.parametrize("event", all_event_types(), ids=lambda event: event.name)
def test_each_event_has_a_sentence_in_ukrainian(event) -> None:
    assert CYRILLIC.search(event.sentence), event.name
    assert "'" not in event.sentence and '"' not in event.sentence
    assert event.name.split(".")[0] in FLOORS or event.name.startswith("tests.")
    assert event.tell({}), "a fact that an old event lacks is told as a dash"


def test_every_reaction_listens_to_an_event_that_exists() -> None:
    for listener in listeners():
        assert event_type(listener.event)


def test_every_task_stands_in_a_queue_that_the_worker_serves() -> None:
    served = {queue for queues in LANES.values() for queue in queues}
    tasks = {name: task.queue for name, task in app.tasks.items() if task.queue != "builtin"}
    assert tasks, "the queue has lost its tasks"
    assert set(tasks.values()) | {listener.queue for listener in listeners()} <= served, tasks


@pytest.mark.parametrize("room", [room for room in FLOORS if room != "site"])
def test_each_room_says_what_it_is_for(room: str) -> None:
    readme = (OURS / room / "README.md").read_text()
    assert len(readme.splitlines()) >= 6, f"{room}/README.md"


def test_each_model_has_a_line_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    missing = [model.__name__ for model in OUR_MODELS if f"| {model.__name__} |" not in glossary]
    assert not missing


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(OURS)))
def test_templates_hold_no_inline_style_script_or_handler(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text)
    assert not re.search(r"\son(click|load|submit|change|input|error)\s*=", text)
    assert "hx-on" not in text
    assert "|safe" not in text, "what people typed is never trusted"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(OURS)))
def test_templates_speak_typographic_ukrainian(template: Path) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", " ", template.read_text(), flags=re.S)
    assert not re.search("[а-яіїєґ]'[а-яіїєґ]", text, re.I), "apostrophe is ’"
    assert not re.search(r'"[^"\n]*[а-яіїєґ][^"\n]*"', text, re.I), "quotes are « »"
    for said in (
        r"будь ласка",
        r"успішно",
        r"Увага!",
        r"\bтермін(у|ом|и|ів|ах)?\b",
        r"[а-яіїєґ,] В(и|ас|аш|ам)\b",
    ):
        assert not re.search(said, text), said


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_nothing_names_a_package_host_or_a_path_of_a_machine() -> None:
    hosts = re.compile(r"pypi\.org|pythonhosted|npmjs|deb\.debian|--index-url|--find-links|\"resolved\":")
    for path in [
        *ROOT.glob("requirements*"),
        *ROOT.glob("*.toml"),
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
    ]:
        assert not hosts.search(path.read_text()), path


def test_every_requirement_is_locked_by_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        pinned = re.findall(r"^[\w\[\],.-]+==\S+", text, re.M)
        assert len(pinned) >= 40
        blocks = re.split(r"\n(?=[a-z])", text)
        assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_settings_read_from_the_environment_are_documented() -> None:
    named = set()
    for path in OURS.glob("**/*.py"):
        if "tests" not in path.parts:
            named |= set(re.findall(r"[\"'](OBIH_[A-Z0-9_]+)[\"']", path.read_text()))
    described = (ROOT / "docs" / "settings.md").read_text()
    assert not {name for name in named if name not in described}


def test_files_stay_readable() -> None:
    """Over 400 lines a file is split by noun. What `ui/bundle.py` puts together is not read by people."""
    long = {
        str(path.relative_to(ROOT)): lines
        for pattern in (
            "obih/**/*.py",
            "obih/**/*.js",
            "obih/**/*.html",
            "obih/**/css/*.css",
            "load/**/*.py",
            "tests/**/*.py",
            "conftest.py",
        )
        for path in ROOT.glob(pattern)
        if "/migrations/" not in str(path)
        and path.name not in {"obih.js", "obih.css"}
        and (lines := len(path.read_text().splitlines())) > 400
    }
    assert not long
