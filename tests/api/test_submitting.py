"""POST /service-requests."""

from __future__ import annotations

from tests.api.conftest import TEXT, Caller


def test_a_new_request_is_created_and_can_be_read(app: Caller) -> None:
    answer = app.post("/service-requests", {"description": TEXT, "contact": {"name": "张三", "phone": "13800138000"}})
    assert answer.status_code == 201, answer.content.decode()
    made = answer.json()
    assert (made["created"], made["state"], made["version"]) == (True, "submitted", 1)
    assert answer["Location"] == made["href"] == f"/api/v1/service-requests/{made['code']}"
    found = app.get(f"/service-requests/{made['code']}")
    assert found.status_code == 200, found.content.decode()
    assert found.json()["description"] == TEXT
