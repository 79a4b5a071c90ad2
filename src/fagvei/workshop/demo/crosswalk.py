"""Pairs of goal and recommendation in the demo: most of what is shipped is approved, some wait, one text has changed and
touches goals, a course and a lesson, and a gap of Mona's ward has led to lessons, of which one is held, reading and a course.

What the content pack proposed was proposed when it was loaded, so it is answered now and not in the past.
"""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.crosswalk import actions
from fagvei.crosswalk.actions.standing import print_of, texts_in_force
from fagvei.crosswalk.models import GoalRecommendationPair
from fagvei.crosswalk.queries.gap_page import GapLine, gap_lines
from fagvei.crosswalk.queries.places import places_of
from fagvei.curriculum.models import LearningGoal
from fagvei.guideline import actions as guideline
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import NormativeUnit, UnitVersion
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User
from fagvei.training import actions as training
from fagvei.workshop.demo.guideline import SOURCE

# Recommendations whose pairs wait for an answer, so that those who give it have something to do.
WAITING = ("BRUK-1", "BRUK-2")
CHANGED = "BRUK-3"


def tell_crosswalk(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=3)):
        actions.propose_pair(
            goal=LearningGoal.objects.get(code="RUS-024"),
            unit=NormativeUnit.objects.get(code="BRUK-2"),
            reason="Målet gjelder barn som pårørende. Teksten handler om pårørende som er med når pasienten ønsker det.",
            by=cast.kari,
        )
    shipped = GoalRecommendationPair.objects.proposed().filter(proposed_by__isnull=True)
    rows = shipped.exclude(unit__code__in=WAITING).order_by("goal__code", "unit__position", "pk")
    readers = (cast.kari, cast.eva, cast.leif, cast.ivar)
    for number, pair in enumerate(rows.select_related("goal", "unit")):
        _approve(pair, readers[number % len(readers)])
    _amend(cast)
    _teach(cast, now)


def _approve(pair: GoalRecommendationPair, by: User) -> None:
    actions.approve_pair(pair=pair, shown=print_of(texts_in_force(pair.unit)), by=by)


def _teach(cast: SimpleNamespace, now: dt.datetime) -> None:
    """Jorunn plans a lesson for the largest gap that Mona's ward has shared; what Bo gave the doctors there to read is done."""
    lines = [line for line in gap_lines(places_of(cast.jorunn)) if line.round.survey.arena]
    noon = now.astimezone(clock.OSLO).replace(hour=12)
    with clock.at(now - dt.timedelta(days=18)):
        _lesson(cast, lines[0], noon - dt.timedelta(days=6), "hva vi gjør i dag")
    _lesson(cast, lines[0], noon + dt.timedelta(days=12), "fra anbefaling til praksis")
    _touched(cast, noon + dt.timedelta(days=19))
    _read_and_go(cast, now, lines)


def _lesson(cast: SimpleNamespace, line: GapLine, starts_at: dt.datetime, title: str) -> None:
    actions.plan_teaching_for_gap(
        round=line.round,
        unit=line.unit,
        title=f"{line.unit.code}: {title}",
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        arena=line.round.survey.arena,
        goals=line.goals,
        by=cast.jorunn,
    )


def _touched(cast: SimpleNamespace, starts_at: dt.datetime) -> None:
    """A lesson about goals that the changed recommendation is paired with: Jorunn and Bo say what follows for it."""
    goals = LearningGoal.objects.filter(pairs__unit__code=CHANGED).distinct()
    training.plan_teaching(
        institution=TrainingInstitution.objects.get(code="fjellheim"),
        title="Å lære av dem det gjelder",
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        goals=goals,
        by=cast.jorunn,
    )


def _read_and_go(cast: SimpleNamespace, now: dt.datetime, lines: list[GapLine]) -> None:
    line = lines[0]
    arena = line.round.survey.arena
    due_on = now.date() - dt.timedelta(days=4)
    with clock.at(now - dt.timedelta(days=20)):
        read = actions.plan_reading_for_gap(round=line.round, unit=line.unit, due_on=due_on, arena=arena, by=cast.bo)
    with clock.at(now - dt.timedelta(days=5)):
        actions.mark_plan(plan=read, state="done", by=cast.bo)
    # The next gap of the ward, so that one is read and one is not.
    following = lines[1]
    actions.plan_reading_for_gap(
        round=following.round,
        unit=following.unit,
        due_on=now.date() + dt.timedelta(days=16),
        arena=arena,
        by=cast.bo,
    )
    run = next((runs.run for each in line.courses for runs in each.runs), None)
    if run is not None:
        actions.plan_course_for_gap(round=line.round, unit=line.unit, run=run, arena=arena, by=cast.jorunn)


def _amend(cast: SimpleNamespace) -> None:
    """Kari and Leif publish another text in the local layer: the pairs on it were approved on the national one alone."""
    version = guideline.start_version(unit=NormativeUnit.objects.get(code=CHANGED), by=cast.kari)
    version = guideline.edit_version(
        version=version,
        label=UnitVersion.Label.AMENDED,
        reason="Brukerrådet ba om at erfaringskonsulenten er med fra starten.",
        practical_advice="Demotekst: Erfaringskonsulenten er med på den første samtalen om opplæring.",
        source=SOURCE,
        by=cast.kari,
    )
    version = guideline.send_version(version=version, by=cast.kari)
    version = guideline.approve_version(version=version, shown=digest_of(version), comment="Greit.", by=cast.leif)
    guideline.publish_version(version=version, by=cast.kari)
