"""What must be done again and again, without a table of its own: each job says how often, a file says when it was done."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from fagvei.audit.actions import remove_expired_access_log, seal_events, seal_everything
from fagvei.audit.heads import export_head, exported_heads, heads_folder, lost_heads
from fagvei.common import clock
from fagvei.config import queue, retention
from fagvei.courses.actions import close_due_evaluations, let_applications_lapse, settle_rounds
from fagvei.curriculum.actions import remove_abandoned_imports
from fagvei.guideline.actions import close_due_consensus_rounds, forget_comments
from fagvei.handbook.actions import forget_senders
from fagvei.surveys.actions import close_due_rounds, forget_free_texts
from fagvei.surveys.queries.free_texts import words_to_erase
from fagvei.training import actions as handovers
from fagvei.training.actions import end_rounds, expire_assessments, remind_assessors, remind_raters
from fagvei.web.digest import send_digests

logger = logging.getLogger(__name__)

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
EACH_TIME = dt.timedelta(0)


class ChainRewritten(Exception):
    """A head exported earlier is no longer in the chain. Somebody changed the log; nothing new is exported over it."""


@dataclass(frozen=True)
class Job:
    """`perform(dry_run)` returns how many things it did, or would do."""

    name: str
    every: dt.timedelta
    perform: Callable[[bool], int]

    def is_due(self) -> bool:
        try:
            done_at = dt.datetime.fromisoformat(self._stamp.read_text())
        except (OSError, ValueError):
            return True
        return clock.now() - done_at >= self.every

    def mark_done(self) -> None:
        if self.every:
            self._stamp.parent.mkdir(parents=True, exist_ok=True)
            self._stamp.write_text(clock.now().isoformat())

    @property
    def _stamp(self) -> Path:
        return Path(settings.FAGVEI_HOME) / "due" / self.name


def seal(dry_run: bool) -> int:
    return 0 if dry_run else seal_events()


def export(dry_run: bool) -> int:
    if lost := lost_heads(exported_heads(heads_folder())):
        raise ChainRewritten(f"Seal {lost[0].seq} was exported as head and is not in the log. Run fagvei verify_audit.")
    if dry_run:
        return 1
    seal_everything()
    return int(export_head(heads_folder()) is not None)


def retry(dry_run: bool) -> int:
    due = queue.failed_and_due()
    return len(due) if dry_run else queue.try_again(due)


def recover(dry_run: bool) -> int:
    lost = queue.lost()
    return len(lost) if dry_run else queue.try_again(lost)


def report_given_up(dry_run: bool) -> int:
    if count := queue.given_up():
        logger.error("%s tasks have failed %s times and will not be tried again.", count, queue.MAX_ATTEMPTS)
    return count


def _remove(rows: QuerySet, dry_run: bool) -> int:
    return rows.count() if dry_run else rows.delete()[0]


def _forget_senders(dry_run: bool) -> int:
    rows = retention.addresses_of_senders(clock.now())
    return rows.count() if dry_run else forget_senders(feedback=rows, by=None)


def _forget_comments(dry_run: bool) -> int:
    rows = retention.texts_of_comments(clock.now())
    return rows.count() if dry_run else forget_comments(comments=rows, by=None)


def _forget_free_texts(dry_run: bool) -> int:
    rows = words_to_erase(clock.now())
    return rows.count() if dry_run else forget_free_texts(texts=rows, by=None)


def _remove_abandoned(dry_run: bool) -> int:
    rows = retention.abandoned_imports(clock.now())
    return rows.count() if dry_run else remove_abandoned_imports(imports=rows, by=None)


JOBS = (
    Job("seal_audit_events", EACH_TIME, seal),
    Job("recover_tasks_of_dead_workers", EACH_TIME, recover),
    Job("retry_failed_tasks", EACH_TIME, retry),
    Job("hand_over_what_waits", EACH_TIME, lambda dry: handovers.settle_everything(dry)),
    Job("end_grants_without_role", EACH_TIME, lambda dry: handovers.end_grants_without_role(dry)),
    Job("move_records_to_new_employers", EACH_TIME, lambda dry: handovers.move_records(dry)),
    Job("let_applications_lapse", EACH_TIME, lambda dry: let_applications_lapse(dry_run=dry)),
    Job("move_seats_on", EACH_TIME, lambda dry: settle_rounds(dry_run=dry)),
    Job("send_digests", HOUR, send_digests),
    Job("report_tasks_given_up", DAY, report_given_up),
    Job("export_audit_head", DAY, export),
    Job("remove_finished_tasks", DAY, lambda dry: _remove(queue.finished_long_ago(), dry)),
    Job("remove_expired_sessions", DAY, lambda dry: _remove(Session.objects.filter(expire_date__lt=clock.now()), dry)),
    Job("remove_old_idempotency_keys", DAY, lambda dry: _remove(retention.keys(clock.now()), dry)),
    Job("remove_wrong_codes", DAY, lambda dry: _remove(retention.wrong_codes(clock.now()), dry)),
    Job("remove_old_search_counts", DAY, lambda dry: _remove(retention.search_counts(clock.now()), dry)),
    Job("remove_old_notifications", DAY, lambda dry: _remove(retention.notifications(clock.now()), dry)),
    Job("forget_senders_of_feedback", DAY, _forget_senders),
    Job("forget_texts_of_comments", DAY, _forget_comments),
    Job("forget_free_texts_of_surveys", DAY, _forget_free_texts),
    Job("remove_abandoned_imports", DAY, _remove_abandoned),
    Job("expire_assessments", EACH_TIME, lambda dry: expire_assessments(dry_run=dry)),
    Job("close_consensus_rounds", EACH_TIME, lambda dry: close_due_consensus_rounds(dry_run=dry)),
    Job("close_course_evaluations", EACH_TIME, lambda dry: close_due_evaluations(dry_run=dry)),
    Job("close_survey_rounds", EACH_TIME, lambda dry: close_due_rounds(dry_run=dry)),
    Job("end_multisource_rounds", EACH_TIME, lambda dry: end_rounds(dry_run=dry)),
    Job("remind_assessors", DAY, lambda dry: remind_assessors(dry_run=dry)),
    Job("remind_raters", DAY, lambda dry: remind_raters(dry_run=dry)),
    Job("remove_expired_access_log", DAY, lambda dry: remove_expired_access_log(dry_run=dry)),
)


def run_due(*, dry_run: bool = False) -> dict[str, int | Exception]:
    """Do what is due. One job that fails does not stop the others; its exception stands in the answer."""
    done: dict[str, int | Exception] = {}
    for job in JOBS:
        if not (dry_run or job.is_due()):
            continue
        try:
            done[job.name] = job.perform(dry_run)
        except Exception as error:
            logger.exception("%s failed", job.name)
            done[job.name] = error
        else:
            if not dry_run:
                job.mark_done()
    return done
