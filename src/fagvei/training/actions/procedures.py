"""Many procedures at once: all of them, or none."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common.models import Fact
from fagvei.curriculum.models import LearningActivity
from fagvei.organisations.models import LearningArena
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.training.actions.activities import create_with_goals, empty_draft
from fagvei.training.actions.moves import begin_activity, move_activity
from fagvei.training.actions.refusals import ListSigned, NothingToLog, NotInList, TooManyAtOnce
from fagvei.training.actions.standing import check_own_record, check_supervisor, home_institution
from fagvei.training.models import ActivityEvent, PlanActivity, PlanGoal

Kind, State = ActivityEvent.Kind, PlanActivity.State
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Entry:
    """One line of the list: a procedure of the catalogue, or the doctor's own words for one."""

    title: str
    done_on: dt.date
    goals: Sequence[PlanGoal]
    activity: LearningActivity | None = None
    arena: LearningArena | None = None
    place: str = ""
    repetitions: int = 1
    independence: str = ""
    supervisor: User | None = None


@transaction.atomic
def log_procedures(*, doctor: User, entries: Iterable[Entry], by: User) -> list[PlanActivity]:
    """Log a list in one go, and send each to its supervisor. One event in the log, one notice to each supervisor."""
    check_own_record(by, doctor.pk)
    chosen = list(entries)
    if not chosen:
        raise NothingToLog
    if len(chosen) > MOST_AT_ONCE:
        raise TooManyAtOnce
    for person in {entry.supervisor for entry in chosen if entry.supervisor is not None}:
        check_supervisor(person, doctor)
    _lock_goals(chosen)
    batch, facts = uuid.uuid4(), []
    rows = []
    for entry in chosen:
        row, told = _log_one(doctor, entry, by, batch)
        rows.append(row)
        facts += [row, *told]
    audit.record(
        "procedures_logged",
        target=doctor,
        by=by,
        acting_as="doctor",
        subject=doctor,
        controller=rows[0].institution,
        details={"batch": str(batch), "rows": len(rows)},
        facts=facts,
    )
    _tell_supervisors(rows)
    return rows


@transaction.atomic
def annul_list(*, plan_activity: PlanActivity, by: User) -> list[PlanActivity]:
    """The whole list that this row was logged in, until something in it is signed. One event in the log.

    What nobody else has seen is erased as any draft is; what was sent stays to be read, annulled.
    """
    check_own_record(by, plan_activity.doctor_id)
    if plan_activity.batch is None:
        raise NotInList
    of_list = PlanActivity.objects.filter(doctor=by, batch=plan_activity.batch).exclude(state__in=PlanActivity.GONE)
    rows = list(of_list.select_related("doctor", "institution", "supervisor").select_for_update(of=("self",)))
    if not rows:
        raise NotInList
    if any(row.state in PlanActivity.COUNTING for row in rows):
        raise ListSigned
    was_sent = set(
        ActivityEvent.objects.filter(activity__in=rows, kind=Kind.SENT).values_list("activity_id", flat=True)
    )
    asked = dict.fromkeys(row.supervisor for row in rows if row.state == State.SENT and row.supervisor)
    events = [_take_away(row, by, was_sent=row.pk in was_sent) for row in sorted(rows, key=lambda row: row.pk)]
    audit.record(
        "procedures_annulled",
        target=by,
        by=by,
        acting_as="doctor",
        subject=by,
        controller=rows[0].institution,
        details={"batch": str(plan_activity.batch), "rows": len(rows)},
        facts=[*rows, *events],
    )
    for supervisor in asked:
        text = _("Aktiviteter som ventet på signaturen din, er tatt bort av legen.")
        notify(user=supervisor, kind="activities_annulled", text=text, path=reverse("training:sign_series"))
    return rows


def _take_away(row: PlanActivity, by: User, *, was_sent: bool) -> ActivityEvent:
    if not was_sent:
        return empty_draft(row, by)[1]
    comment = _("Hele listen er tatt bort av legen.")
    return move_activity(row, Kind.ANNULLED, to=State.ANNULLED, by=by, acting_as="doctor", comment=comment)


def _lock_goals(entries: list[Entry]) -> None:
    """All at once and in one order, so that two lists never wait for each other."""
    ids = {goal.pk for entry in entries for goal in entry.goals}
    list(PlanGoal.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _log_one(doctor: User, entry: Entry, by: User, batch: uuid.UUID) -> tuple[PlanActivity, list[Fact]]:
    row = PlanActivity(
        doctor=doctor,
        institution=home_institution(doctor),
        activity=entry.activity,
        kind=LearningActivity.Kind.PROCEDURE,
        title=entry.title,
        done_on=entry.done_on,
        arena=entry.arena,
        place=entry.place,
        repetitions=entry.repetitions,
        independence=entry.independence,
        supervisor=entry.supervisor,
        batch=batch,
        state=State.DONE,
    )
    begun = create_with_goals(row, entry.goals, by=by, acting_as="doctor", begins=True)
    events = [begin_activity(row, Kind.LOGGED, by=by, acting_as="doctor")]
    if entry.supervisor is not None:
        events.append(
            move_activity(row, Kind.SENT, to=State.SENT, by=by, acting_as="doctor", waiting_on=entry.supervisor)
        )
    return row, [*events, *begun]


def _tell_supervisors(rows: list[PlanActivity]) -> None:
    """One notice for the whole list: two hundred of them would be read by nobody."""
    for supervisor in dict.fromkeys(row.waiting_on for row in rows if row.waiting_on is not None):
        notify(
            user=supervisor,
            kind="activities_to_sign",
            text=_("Aktiviteter venter på signaturen din."),
            path=reverse("training:sign_series"),
        )
