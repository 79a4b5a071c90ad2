"""Take in what the old portal says, take it back while nobody has decided, and decide about each item."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.curriculum.models import LearningActivity
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import deciding_capacity, leader_of, mentor_of
from fagvei.training import uploads
from fagvei.training.actions.activities import begin_goals
from fagvei.training.actions.deciding import check_text
from fagvei.training.actions.moves import begin_activity, move_activity, move_goal
from fagvei.training.actions.refusals import PlanArchived, ReasonMissing
from fagvei.training.actions.standing import check_plan_is_current, home_institution, leading_capacity
from fagvei.training.actions.transfer_refusals import (
    GoalOnItsWay,
    NotPreview,
    NotTransferrer,
    NotWhatWasPreviewed,
    TransferDecided,
    TransferFaults,
    TransferNotConfirmed,
    TransferSeenChanged,
)
from fagvei.training.models import (
    ActivityEvent,
    EducationPlan,
    GoalEvent,
    PlanActivity,
    PlanGoal,
    TransferDecision,
    TransferredItem,
    TransferReport,
)
from fagvei.training.queries import transfer as queries
from fagvei.training.queries.deciding import revision_to_approve
from fagvei.training.queries.transfer import Judged
from fagvei.training.rules.transfer import ReportLine

Verdict = TransferDecision.Verdict


@transaction.atomic
def keep_transfer(
    *, doctor: User, kind: str, title: str, original: uploads.CheckedFile, lines: Iterable[ReportLine], by: User
) -> TransferReport:
    """Keep the original. A report waits to be looked through; papers without lines stand as they are."""
    capacity = _transferring(by, doctor)
    if not EducationPlan.objects.current().filter(doctor=doctor).exists():
        raise PlanArchived(_("Legen har ingen utdanningsplan ennå. Lederen tildeler den først."))
    report = TransferReport(
        doctor=doctor,
        institution=home_institution(doctor),
        kind=kind,
        title=title,
        lines=[asdict(line) for line in lines],
        name=original.name,
        content_type=original.content_type,
        size=len(original.content),
        sha256=original.sha256,
        uploaded_by=by,
    )
    if kind == TransferReport.Kind.PAPERS:
        report.imported_by, report.imported_at = by, clock.now()
    uploads.store(report.file, original)
    report.save()
    _record("transfer_kept", report, report, by, capacity, [report], details={"lines": len(report.lines)})
    return report


@transaction.atomic
def import_transfer(*, report: TransferReport, shown: str, by: User) -> TransferReport:
    """Take in every new line, or nothing. `shown` is the digest of the judgement that was seen."""
    report = _locked(report)
    capacity = _transferring(by, report.doctor)
    if report.imported_at is not None:
        raise NotPreview
    judged = queries.judge(report.doctor, queries.lines_of(report.lines))
    if any(each.fault for each in judged):
        raise TransferFaults
    if shown != queries.digest_of(judged):
        raise NotWhatWasPreviewed
    items = [_take_in(report, each) for each in judged if each.is_new]
    report.imported_by, report.imported_at = by, clock.now()
    report.save(update_fields=["imported_by", "imported_at"])
    _record("transfer_imported", report, report, by, capacity, [report, *items], details={"items": len(items)})
    if items and (leader := leader_of(report.doctor)) is not None:
        text = _("En overføring venter på at du ser gjennom den.")
        notify(user=leader, kind="transfer_to_confirm", text=text, path=report.get_absolute_url())
    return report


def _take_in(report: TransferReport, judged: Judged) -> TransferredItem:
    item = TransferredItem.objects.create(
        report=report,
        doctor=report.doctor,
        line=judged.line.line,
        kind=judged.kind,
        activity=judged.activity,
        source_line=judged.line.source,
        **judged.fields,
    )
    item.goals.set(judged.goals)
    return item


@transaction.atomic
def undo_transfer(*, report: TransferReport, by: User) -> None:
    """Take it back, original and all, while the leader has decided about nothing. The log keeps that it was."""
    report = _locked(report)
    capacity = _transferring(by, report.doctor)
    items = list(report.items.order_by("pk"))
    if TransferDecision.objects.filter(item__report=report).exists():
        raise TransferDecided(_("Lederen har begynt å avgjøre det som er overført, så det kan ikke trekkes tilbake."))
    storage, name = report.file.storage, report.file_name
    erased = [report.fact_id, *(item.fact_id for item in items)]
    _record("transfer_undone", report, report, by, capacity, [], details={"erased": erased})
    for item in items:
        item.goals.clear()
    report.items.all().delete()
    report.delete()
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def confirm_transferred(*, item: TransferredItem, seen_digest: str, by: User) -> TransferDecision:
    """The leader has seen the line and the original, and answers for it: the goal is approved, the activity counts."""
    item = _locked_item(item)
    capacity = leading_capacity(by, item.doctor)
    if item.decisions.exists():
        raise TransferDecided
    if seen_digest != item.digest():
        raise TransferSeenChanged
    goals = list(item.goals.select_related("goal", "revision", "doctor").select_for_update(of=("self",)).order_by("pk"))
    check_plan_is_current(goals)
    decided = {"item": item, "doctor": item.doctor, "verdict": Verdict.CONFIRMED, "by": by, "acting_as": capacity}
    if item.kind == TransferredItem.Kind.GOAL:
        decision, facts = _confirm_goal(goals[0], decided)
    else:
        decision, facts = _confirm_activity(item, goals, decided)
    _record("transfer_confirmed", item, item.report, by, capacity, [decision, *facts], details={"kind": item.kind})
    _tell(item, _("Noe du har overført, er bekreftet."))
    return decision


def _confirm_goal(goal: PlanGoal, decided: dict[str, Any]) -> tuple[TransferDecision, list[Any]]:
    if goal.state == PlanGoal.State.APPROVED:
        raise TransferDecided(_("Målet er allerede godkjent."))
    if goal.state not in (PlanGoal.State.NOT_BEGUN, PlanGoal.State.BEGUN):
        raise GoalOnItsWay
    goal.revision = revision_to_approve(goal)
    check_text(goal.revision, goal.doctor)
    decision = TransferDecision.objects.create(revision=goal.revision, **decided)
    event = move_goal(
        goal,
        GoalEvent.Kind.TRANSFERRED,
        to=PlanGoal.State.APPROVED,
        by=decided["by"],
        acting_as=decided["acting_as"],
        comment=_as_stated(decided["item"]),
    )
    return decision, [goal, event]


def _confirm_activity(
    item: TransferredItem, goals: list[PlanGoal], decided: dict[str, Any]
) -> tuple[TransferDecision, list[Any]]:
    kind = item.activity.kind if item.activity else LearningActivity.Kind.OTHER
    row = PlanActivity.objects.create(
        doctor=item.doctor,
        institution=item.report.institution,
        activity=item.activity,
        kind=kind,
        title=item.title,
        done_on=item.done_on,
        repetitions=item.repetitions,
        state=PlanActivity.State.FULFILLED,
    )
    row.goals.set(goals)
    begun = begin_goals(goals, decided["by"], decided["acting_as"])
    event = begin_activity(
        row,
        ActivityEvent.Kind.TRANSFERRED,
        by=decided["by"],
        acting_as=decided["acting_as"],
        comment=_as_stated(item),
    )
    decision = TransferDecision.objects.create(plan_activity=row, **decided)
    return decision, [row, event, *begun]


def _as_stated(item: TransferredItem) -> str:
    words = _("Ifølge rapporten %(state)s %(day)s av %(name)s.")
    return words % {"state": item.stated.lower(), "day": f"{item.done_on:%d.%m.%Y}", "name": item.signed_by}


@transaction.atomic
def refuse_transferred(*, item: TransferredItem, reason: str, by: User) -> TransferDecision:
    item = _locked_item(item)
    capacity = leading_capacity(by, item.doctor)
    if item.decisions.exists():
        raise TransferDecided
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor dette ikke bekreftes, så legen vet hva som mangler."))
    return _decide(item, Verdict.REFUSED, reason, by, capacity, _("Noe du har overført, er avvist."))


@transaction.atomic
def annul_transferred(*, item: TransferredItem, reason: str, by: User) -> TransferDecision:
    """A wrong confirmation is taken back by a new row; both stay visible."""
    item = _locked_item(item)
    capacity = leading_capacity(by, item.doctor)
    standing = item.newest_decision
    if standing is None or standing.verdict != Verdict.CONFIRMED:
        raise TransferNotConfirmed
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor bekreftelsen annulleres."))
    moved = _take_back(item, standing, reason, by, capacity)
    return _decide(item, Verdict.ANNULLED, reason, by, capacity, _("En bekreftelse er annullert."), moved)


def _take_back(item: TransferredItem, standing: TransferDecision, reason: str, by: User, capacity: str) -> list[Any]:
    steps: dict[str, Any] = {"by": by, "acting_as": capacity, "comment": reason}
    if item.kind == TransferredItem.Kind.GOAL:
        goal = PlanGoal.objects.select_for_update().get(pk=item.goals.get().pk)
        if queries.standing_confirmation(goal) != standing or goal.state != PlanGoal.State.APPROVED:
            raise TransferNotConfirmed
        event = move_goal(goal, GoalEvent.Kind.ANNULLED, to=PlanGoal.State.BEGUN, waiting_on=goal.doctor, **steps)
        return [goal, event]
    if standing.plan_activity_id is None:
        raise AssertionError("A confirmed activity has its row.")
    row = PlanActivity.objects.select_for_update().get(pk=standing.plan_activity_id)
    if row.state == PlanActivity.State.ANNULLED:
        return []
    return [row, move_activity(row, ActivityEvent.Kind.ANNULLED, to=PlanActivity.State.ANNULLED, **steps)]


def _decide(
    item: TransferredItem,
    verdict: str,
    reason: str,
    by: User,
    capacity: str,
    text: str,
    facts: Iterable[Any] = (),
) -> TransferDecision:
    decision = TransferDecision.objects.create(
        item=item, doctor=item.doctor, verdict=verdict, reason=reason, by=by, acting_as=capacity
    )
    _record(f"transfer_{verdict}", item, item.report, by, capacity, [decision, *facts], details={"kind": item.kind})
    _tell(item, text)
    return decision


def _transferring(by: User, doctor: User) -> str:
    if by == doctor:
        return "doctor"
    capacity = deciding_capacity(by, doctor)
    if capacity in ("leader", "deputy"):
        return str(capacity)
    if by == mentor_of(doctor):
        return "mentor"
    raise NotTransferrer


def _locked(report: TransferReport) -> TransferReport:
    User.objects.select_for_update().get(pk=report.doctor_id)  # two reports at once: the second sees the first's lines
    rows = TransferReport.objects.select_related("doctor", "institution")
    return rows.select_for_update(of=("self",)).get(pk=report.pk)


def _locked_item(item: TransferredItem) -> TransferredItem:
    rows = TransferredItem.objects.select_related("doctor", "report__institution")
    return rows.select_for_update(of=("self",)).get(pk=item.pk)


def _tell(item: TransferredItem, text: str) -> None:
    notify(user=item.doctor, kind="transfer_decided", text=text, path=item.report.get_absolute_url())


def _record(
    name: str, target: Any, report: TransferReport, by: User, capacity: str, facts: list, *, details: dict
) -> None:
    audit.record(
        name,
        target=target,
        by=by,
        acting_as=capacity,
        subject=report.doctor,
        controller=report.institution,
        details=details,
        facts=facts,
    )
