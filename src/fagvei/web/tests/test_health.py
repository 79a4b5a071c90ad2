"""Machines ask whether Fagvei is alive, ready, and whom to tell about a hole."""

import datetime as dt

import pytest
from django.db import OperationalError
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.web import health


def test_alive_needs_no_database(client):
    assert client.get("/healthz").content == b"ok"


def test_ready_when_all_is_well(client, db):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"database": "ok", "migrations": "ok", "queue": "ok"},
    )


def test_not_ready_when_tasks_have_waited_too_long(client, bo):
    people.notify(user=bo, kind="goal_sent", text="Et mål venter på deg")
    assert client.get("/readyz").status_code == 200

    with clock.at(dt.datetime.now(dt.UTC) + health.QUEUE_MAY_LAG * 2):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert "worker" in response.json()["queue"]


def test_a_task_that_is_to_wait_makes_nobody_unready(client, bo):
    people.notify(user=bo, kind="goal_sent", text="Et mål venter på deg")
    DBTaskResult.objects.update(status=TaskResultStatus.READY, run_after=clock.now() + dt.timedelta(days=2))

    with clock.at(dt.datetime.now(dt.UTC) + health.QUEUE_MAY_LAG * 2):
        assert client.get("/readyz").status_code == 200


def test_not_ready_with_missing_migrations(client, db, monkeypatch):
    health._all_migrations_are_applied.cache_clear()
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])

    response = client.get("/readyz")

    health._all_migrations_are_applied.cache_clear()
    assert response.status_code == 503
    assert "fagvei migrate" in response.json()["migrations"]


def test_not_ready_without_a_database(client, db, monkeypatch):
    def broken() -> None:
        raise OperationalError("no such host db.internal")

    monkeypatch.setattr(health, "_database", broken)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"
    assert "internal" not in response.content.decode()


def test_security_txt_expires_within_a_year(client, db):
    text = client.get("/.well-known/security.txt").content.decode()

    lines = dict(line.split(": ", 1) for line in text.splitlines())
    expires = dt.datetime.fromisoformat(lines["Expires"])
    assert dt.timedelta(days=30) < expires - clock.now() < dt.timedelta(days=365)
    assert lines["Contact"].startswith(("https://", "mailto:", "http://localhost"))
    assert lines["Preferred-Languages"] == "nb, en"


@pytest.mark.parametrize(("is_demo", "closed"), [(True, "Disallow: /\n"), (False, "Disallow: /leger/\n")])
def test_robots_stay_out_of_demo_and_records(client, settings, is_demo, closed):
    settings.FAGVEI_DEMO = is_demo

    assert closed in client.get("/robots.txt").content.decode()


def test_the_gallery_exists_in_the_demo_only(client, db, settings):
    assert client.get("/stilguide/").status_code == 200
    settings.FAGVEI_DEMO = False
    assert client.get("/stilguide/").status_code == 404
