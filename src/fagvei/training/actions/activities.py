"""What the doctor did: logged, sent to one supervisor, signed or returned, fulfilled without a signature, annulled."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.models import Fact
from fagvei.curriculum.models import LearningActivity
from fagvei.organisations.models import LearningArena
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import deciding_capacity
from fagvei.training import rules
from fagvei.training.actions.attachments import add_attachment, erase_attachments
from fagvei.training.actions.moves import begin_activity, move_activity, move_goal
from fagvei.training.actions.refusals import (
    ActivityNotDraft,
    ActivityNotWaiting,
    BadRepetitions,
    CertificateMissing,
    CommentMissing,
    ContentChanged,
    DateTooOld,
    ForeignActivity,
    ForeignGoal,
    FutureDate,
    NeedsSignature,
    NoGoals,
    NotAllowedToAnnul,
    NotAnnullable,
    NotAskedSupervisor,
    OwnCase,
    ReasonMissing,
    TitleMissing,
    WasSent,
)
from fagvei.training.actions.standing import check_own_record, check_plan_is_current, check_supervisor, home_institution
from fagvei.training.models import ActivityEvent, GoalEvent, PlanActivity, PlanGoal

Kind, State = ActivityEvent.Kind, PlanActivity.State
CHANGEABLE = frozenset(
    {
        "kind",
        "title",
        "done_on",
        "goals",
        "activity",
        "arena",
        "place",
        "repetitions",
        "independence",
        "hours",
        "reflection",
        "supervisor",
        "planned",
    }
)
MOST_REPETITIONS = 10_000


@transaction.atomic
def log_activity(
    *,
    doctor: User,
    by: User,
    kind: str,
    title: str,
    done_on: dt.date,
    goals: Iterable[PlanGoal],
    activity: LearningActivity | None = None,
    arena: LearningArena | None = None,
    place: str = "",
    repetitions: int = 1,
    independence: str = "",
    hours: int | None = None,
    reflection: str = "",
    supervisor: User | None = None,
    files: Iterable[Any] = (),
    planned: bool = False,
) -> PlanActivity:
    """Write down what the doctor has done, or plans to do. It stays a draft that only the doctor sees until it is sent."""
    check_own_record(by, doctor.pk)
    if supervisor is not None:
        check_supervisor(supervisor, doctor)
    row = PlanActivity(
        doctor=doctor,
        institution=home_institution(doctor),
        activity=activity,
        kind=kind,
        title=title,
        done_on=done_on,
        arena=arena,
        place=place,
        repetitions=repetitions,
        independence=independence,
        hours=hours,
        reflection=reflection,
        supervisor=supervisor,
        state=State.PLANNED if planned else State.DONE,
    )
    begun = create_with_goals(row, goals, by=by, acting_as="doctor", begins=not planned)
    attachments = [add_attachment(row, upload, by) for upload in files]
    event = begin_activity(row, Kind.LOGGED, by=by, acting_as="doctor")
    record("activity_logged", row, by, "doctor", [event, *attachments, *begun])
    return row


@transaction.atomic
def change_activity(*, plan_activity: PlanActivity, by: User, **fields: Any) -> PlanActivity:
    """Change a draft. A returned activity becomes the doctor's own draft again; `planned` says whether it lies ahead."""
    if unknown := fields.keys() - CHANGEABLE:
        raise ValueError(f"An activity has no {sorted(unknown)} to change.")
    row = locked(plan_activity)
    check_own_record(by, row.doctor_id)
    check_draft(row)
    planned = fields.pop("planned", row.state == State.PLANNED)
    if planned and row.state != State.PLANNED:
        raise ActivityNotDraft(_("Det som er gjennomført, kan ikke bli planlagt igjen."))
    goals = fields.pop("goals", None)
    if fields.get("supervisor") is not None:
        check_supervisor(fields["supervisor"], row.doctor)
    for name, value in fields.items():
        setattr(row, name, value)
    _check_content(row, is_done=not planned)
    chosen = _locked_goals(row.doctor, row.goals.all() if goals is None else goals)
    row.goals.set(chosen)
    begun = [] if planned else begin_goals(chosen, by, "doctor")
    event = move_activity(row, Kind.CHANGED, to=State.PLANNED if planned else State.DONE, by=by, acting_as="doctor")
    record("activity_changed", row, by, "doctor", [event, *begun])
    return row


@transaction.atomic
def send_activity(*, plan_activity: PlanActivity, supervisor: User, by: User) -> PlanActivity:
    """Ask one supervisor to sign. From now on the leader and the mentor see it too."""
    row = locked(plan_activity)
    check_own_record(by, row.doctor_id)
    check_draft(row)
    check_supervisor(supervisor, row.doctor)
    _check_content(row, is_done=True)
    begun = _ready_goals(row, by)
    row.supervisor = supervisor
    event = move_activity(row, Kind.SENT, to=State.SENT, by=by, acting_as="doctor", waiting_on=supervisor)
    record("activity_sent", row, by, "doctor", [event, *begun])
    tell(supervisor, "activity_to_sign", _("En aktivitet venter på signaturen din."), row)
    return row


@transaction.atomic
def recall_activity(*, plan_activity: PlanActivity, by: User) -> PlanActivity:
    row = locked(plan_activity)
    check_own_record(by, row.doctor_id)
    check_waiting(row)
    event = move_activity(row, Kind.RECALLED, to=State.DONE, by=by, acting_as="doctor")
    record("activity_recalled", row, by, "doctor", [event])
    return row


@transaction.atomic
def erase_draft(*, plan_activity: PlanActivity, by: User) -> None:
    """The doctor's own draft, never sent to anybody, is emptied and gone from every page (retention class C).

    The row and its events stay, without content, so that the chain of the log still holds.
    """
    row = locked(plan_activity)
    check_own_record(by, row.doctor_id)
    if row.state not in (State.PLANNED, State.DONE):
        raise ActivityNotDraft
    if row.events.filter(kind=Kind.SENT).exists():
        raise WasSent
    erased, event = empty_draft(row, by)
    record("draft_erased", row, by, "doctor", [event], details={"erased": erased})


def empty_draft(row: PlanActivity, by: User) -> tuple[list[str], ActivityEvent]:
    """What was written and its files are gone; the row stays, empty. Returns which files, and the event."""
    erased = erase_attachments(row)
    row.goals.clear()
    row.activity = row.arena = row.supervisor = row.hours = None
    row.title = row.place = row.reflection = row.independence = ""
    row.repetitions, row.done_on = 1, clock.today()
    return erased, move_activity(row, Kind.ERASED, to=State.ERASED, by=by, acting_as="doctor")


@transaction.atomic
def sign_activity(*, plan_activity: PlanActivity, by: User, comment: str = "", seen_digest: str = "") -> PlanActivity:
    """The asked supervisor confirms. `seen_digest` is the `content_digest()` of what was on the screen (T-28)."""
    row = locked(plan_activity)
    _check_asked(row, by)
    if seen_digest and seen_digest != row.content_digest():
        raise ContentChanged
    event = move_activity(row, Kind.SIGNED, to=State.SIGNED, by=by, acting_as="supervisor", comment=comment)
    record("activity_signed", row, by, "supervisor", [event], details={"seen": seen_digest})
    tell(row.doctor, "activity_signed", _("En aktivitet er signert."), row)
    return row


@transaction.atomic
def return_activity(*, plan_activity: PlanActivity, comment: str, by: User) -> PlanActivity:
    row = locked(plan_activity)
    _check_asked(row, by)
    if not comment.strip():
        raise CommentMissing
    event = move_activity(
        row, Kind.RETURNED, to=State.RETURNED, by=by, acting_as="supervisor", comment=comment, waiting_on=row.doctor
    )
    record("activity_returned", row, by, "supervisor", [event])
    tell(row.doctor, "activity_returned", _("En aktivitet er returnert til deg."), row)
    return row


@transaction.atomic
def fulfil_activity(*, plan_activity: PlanActivity, by: User) -> PlanActivity:
    """Kinds that need no signature count from here on: e-learning as it is, a course with its certificate (R6)."""
    row = locked(plan_activity)
    check_own_record(by, row.doctor_id)
    check_draft(row)
    if rules.needs_signature(row.kind):
        raise NeedsSignature
    _check_content(row, is_done=True)
    if rules.needs_certificate(row.kind) and not row.attachments.exists():
        raise CertificateMissing
    begun = _ready_goals(row, by)
    row.supervisor = None  # nobody was asked, so nobody is to see it as asked
    event = move_activity(row, Kind.FULFILLED, to=State.FULFILLED, by=by, acting_as="doctor")
    record("activity_fulfilled", row, by, "doctor", [event, *begun])
    return row


@transaction.atomic
def annul_activity(*, plan_activity: PlanActivity, reason: str, by: User) -> PlanActivity:
    """Take back what was wrong. It stays visible and counts no more."""
    row = locked(plan_activity)
    acting_as = _annulling_capacity(row, by)
    if row.state not in PlanActivity.COUNTING:
        raise NotAnnullable
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor aktiviteten annulleres."))
    event = move_activity(row, Kind.ANNULLED, to=State.ANNULLED, by=by, acting_as=acting_as, comment=reason)
    record("activity_annulled", row, by, acting_as, [event])
    if by.pk != row.doctor_id:
        tell(row.doctor, "activity_annulled", _("En aktivitet er annullert."), row)
    return row


# --- What the verbs share, also those in on_behalf.py ---


def locked(plan_activity: PlanActivity) -> PlanActivity:
    rows = PlanActivity.objects.select_related("doctor", "institution", "activity", "supervisor")
    return rows.select_for_update(of=("self",)).get(pk=plan_activity.pk)


def check_draft(row: PlanActivity) -> None:
    if row.state not in PlanActivity.DRAFTS:
        raise ActivityNotDraft


def check_waiting(row: PlanActivity) -> None:
    if row.state != State.SENT:
        raise ActivityNotWaiting


def create_with_goals(
    row: PlanActivity, goals: Iterable[PlanGoal], *, by: User, acting_as: str, begins: bool
) -> list[Fact]:
    """Save a new activity with its goals; a goal nobody has begun is begun by it. Returns the facts of that."""
    _check_content(row, is_done=begins)
    chosen = _locked_goals(row.doctor, goals)
    row.save()
    row.goals.set(chosen)
    return begin_goals(chosen, by, acting_as) if begins else []


def record(
    name: str, row: PlanActivity, by: User, acting_as: str, facts: Iterable[Fact], details: dict | None = None
) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=acting_as,
        subject=row.doctor,
        controller=row.institution,
        details=details,
        facts=[row, *facts],
    )


def tell(user: User, kind: str, text: str, row: PlanActivity) -> None:
    """A notice without content: that something happened, and where to look."""
    notify(user=user, kind=kind, text=text, path=row.get_absolute_url())


def _check_content(row: PlanActivity, *, is_done: bool) -> None:
    if row.activity is not None:
        # The catalogue decides the kind: an activity that must be signed cannot be logged as one that need not.
        row.kind = row.activity.kind
        if row.activity.institution_id not in (None, row.institution_id):
            raise ForeignActivity
    if row.kind != LearningActivity.Kind.PROCEDURE:
        row.independence = ""  # the level of independence is said of procedures alone
    row.title = row.title.strip() or (row.activity.name[:200] if row.activity else "")
    if not row.title:
        raise TitleMissing
    fault = rules.date_fault(row.done_on, today=clock.today(), is_done=is_done)
    if fault:
        raise FutureDate if fault == "future" else DateTooOld
    if not 1 <= row.repetitions <= MOST_REPETITIONS:
        raise BadRepetitions


def _locked_goals(doctor: User, goals: Iterable[PlanGoal]) -> list[PlanGoal]:
    """The goals, locked in one order, when all stand in the doctor's own current plan."""
    ids = {goal.pk for goal in goals}
    if not ids:
        raise NoGoals
    rows = list(PlanGoal.objects.select_for_update().filter(pk__in=ids, doctor=doctor).order_by("pk"))
    if len(rows) < len(ids):
        raise ForeignGoal
    check_plan_is_current(rows)
    return rows


def _ready_goals(row: PlanActivity, by: User) -> list[Fact]:
    return begin_goals(_locked_goals(row.doctor, row.goals.all()), by, "doctor")


def begin_goals(goals: Iterable[PlanGoal], by: User, acting_as: str) -> list[Fact]:
    facts: list[Fact] = []
    for goal in goals:
        if goal.state == PlanGoal.State.NOT_BEGUN:
            event = move_goal(goal, GoalEvent.Kind.BEGUN, to=PlanGoal.State.BEGUN, by=by, acting_as=acting_as)
            facts += [goal, event]
    return facts


def _check_asked(row: PlanActivity, by: User) -> None:
    """Only the person it was sent to, while it waits, and while that person still supervises the doctor."""
    if by.pk == row.doctor_id:
        raise OwnCase(_("Ingen kan signere sine egne aktiviteter."))
    if row.supervisor_id != by.pk:
        raise NotAskedSupervisor
    check_waiting(row)
    check_supervisor(by, row.doctor)


def _annulling_capacity(row: PlanActivity, by: User) -> str:
    """Who signed takes back the signature; the leader what is wrong in the record; the doctor what nobody else vouched for."""
    if by.pk == row.doctor_id:
        if row.state == State.FULFILLED and row.on_behalf_by_id is None:
            return "doctor"
        raise NotAllowedToAnnul
    capacity = deciding_capacity(by, row.doctor)
    if rules.may_assign(capacity):
        return str(capacity)
    if row.supervisor_id == by.pk and row.state == State.SIGNED:
        check_supervisor(by, row.doctor)
        return "supervisor"
    raise NotAllowedToAnnul
