"""schemathesis: whatever a program sends, the API answers as its own description says, and never by 500."""

from __future__ import annotations

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from obih.registry.tests.conftest import House
from obih.registry.tests.test_api import card, make_caller

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip


OPERATIONS = (
    "POST /api/v1/documents/incoming", "POST /api/v1/documents/created",
    "POST /api/v1/documents/contracts", "GET /api/v1/documents/{document_id}/contract",
    "GET /api/v1/documents", "GET /api/v1/documents/{document_id}",
    "PATCH /api/v1/documents/{document_id}", "GET /api/v1/documents/{document_id}/files",
    "POST /api/v1/documents/{document_id}/files", "GET /api/v1/files/{file_id}", "GET /api/v1/events",
    "GET /api/v1/tasks", "GET /api/v1/tasks/{task_id}", "POST /api/v1/tasks/{task_id}/acceptance",
    "POST /api/v1/tasks/{task_id}/reports", "GET /api/v1/tasks/files/{file_id}", "GET /api/v1/journals",
    "GET /api/v1/correspondents", "GET /api/v1/profile/fields",
)  # fmt: skip


@pytest.fixture
def token(live_house: House) -> str:
    """A token that may do everything, in a database with a document in it."""
    caller = make_caller(
        live_house,
        ["documents:read", "documents:register", "tasks:execute"],
        may_register=True,
        restricted_too=True,
    )
    assert caller.register(card(live_house), key="seed").status_code == 201
    return caller.token


def described() -> dict[str, schemathesis.schemas.APIOperation]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    return {each.ok().label: each.ok() for each in schema.get_all_operations()}


def test_every_operation_is_tried(transactional_db: None) -> None:
    assert set(described()) == set(OPERATIONS)


@pytest.mark.parametrize("label", OPERATIONS)
def test_the_api_answers_as_it_is_described(token: str, label: str) -> None:
    operation = described()[label]

    @hypothesis.given(case=operation.as_strategy())
    @hypothesis.settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    def answers(case: schemathesis.Case) -> None:
        response = case.call(headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKS)

    answers()
