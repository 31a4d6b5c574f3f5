"""Reference data kept in the process: seen at once by whoever changes it, soon by everybody else."""

import threading

import pytest
from django.db import connection, transaction

from wobangni.organisations import reference
from wobangni.organisations.models import ReferenceVersion
from wobangni.organisations.reference import Kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    """What is 'in the database', and how often it was read."""
    return {"value": 1, "reads": 0}


@pytest.fixture
def kept(shelf):
    def load(_key):
        shelf["reads"] += 1
        return shelf["value"]

    return Kept("shelf", load)


def test_it_is_read_once(kept, shelf):
    assert [kept.get("a"), kept.get("a"), kept.get("b")] == [1, 1, 1]
    assert shelf["reads"] == 2


def test_a_change_here_is_seen_at_once(kept, shelf):
    kept.get("a")
    shelf["value"] = 2
    assert kept.get("a") == 1
    reference.bump("shelf")
    assert kept.get("a") == 2


def test_a_change_of_other_data_changes_nothing_here(kept, shelf):
    reference.bump("shelf")
    kept.get("a")
    ReferenceVersion.objects.update_or_create(name="other", defaults={"version": reference.new_id()})
    reference.recheck()
    kept.get("a")
    assert shelf["reads"] == 1


def test_a_change_by_another_process_is_seen_when_versions_are_asked_for_again(kept, shelf, monkeypatch):
    seconds = [100.0]
    monkeypatch.setattr(reference.clock, "monotonic", lambda: seconds[0])
    reference.recheck()
    kept.get("a")
    shelf["value"] = 2
    ReferenceVersion.objects.update_or_create(name="shelf", defaults={"version": reference.new_id()})
    seconds[0] += reference.CHECK_EVERY / 2
    assert kept.get("a") == 1
    seconds[0] += reference.CHECK_EVERY
    assert kept.get("a") == 2


def test_a_change_that_was_rolled_back_is_not_believed(kept, shelf):
    kept.get("a")
    with transaction.atomic():
        shelf["value"] = 2
        reference.bump("shelf")
        assert kept.get("a") == 2
        transaction.set_rollback(True)
    shelf["value"] = 1
    reference.recheck()
    assert kept.get("a") == 1


def test_versions_never_repeat():
    reference.bump("shelf")
    first = ReferenceVersion.objects.get(name="shelf").version
    reference.bump("shelf")
    assert ReferenceVersion.objects.get(name="shelf").version != first


@pytest.mark.django_db(transaction=True)
def test_one_editor_at_a_time():
    """Who comes second waits until the first is done, and then reads what the first has written."""
    seen: list[str] = []
    begun = threading.Event()

    def second() -> None:
        with transaction.atomic():
            begun.set()
            reference.lock("shelf")
            seen.append("second")
        connection.close()

    with transaction.atomic():
        reference.lock("shelf")
        other = threading.Thread(target=second)
        other.start()
        begun.wait()
        other.join(0.3)
        seen.append("first")
    other.join()
    assert seen == ["first", "second"]
