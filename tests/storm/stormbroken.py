"""The same server with one promise taken away, for the negative controls. Only the storm starts it, and nothing in src knows it.

STORM_BROKEN names what is broken: no_lock, repeatable_read, commit_off, power (whole, but on a platter), normal (power, with
synchronous=NORMAL). If the auditor finds nothing then, it is the auditor that is broken.
"""

import os
import time

import django
from django.conf import settings

BROKEN = os.environ["STORM_BROKEN"]
DATABASE = settings.DATABASES["default"]
IS_SQLITE = DATABASE["ENGINE"].endswith("sqlite")
# The gap between reading and writing, a little wider than it is: two cores alone would seldom meet in it.
GAP_SECONDS = 0.005

if BROKEN == "repeatable_read":
    from psycopg import IsolationLevel

    DATABASE["OPTIONS"]["isolation_level"] = IsolationLevel.REPEATABLE_READ
elif BROKEN == "commit_off":
    DATABASE["OPTIONS"]["options"] += " -c synchronous_commit=off"
elif BROKEN == "no_lock" and IS_SQLITE:
    DATABASE["OPTIONS"]["init_command"] += ";PRAGMA ignore_check_constraints=ON"
elif BROKEN == "normal":
    DATABASE["OPTIONS"]["init_command"] = DATABASE["OPTIONS"]["init_command"].replace("FULL", "NORMAL")

if BROKEN in {"power", "normal"}:
    import platter

    platter.watch(DATABASE["NAME"], os.environ["STORM_PLATTER"])

django.setup()


def _without_locks() -> None:
    """SQLite: each statement for itself, with no BEGIN around them. PostgreSQL: nobody waits for anybody's row."""
    from django.db.models.query import QuerySet

    QuerySet.select_for_update = lambda self, *_args, **_options: self
    if IS_SQLITE:
        from fagvei.common.db.sqlite.base import DatabaseWrapper

        DatabaseWrapper._start_transaction_under_autocommit = lambda self: None
    from fagvei.courses.actions import offers

    count = offers._count

    def count_late(round_run, *rest):
        time.sleep(GAP_SECONDS)
        count(round_run, *rest)

    offers._count = count_late


if BROKEN == "no_lock":
    _without_locks()

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
