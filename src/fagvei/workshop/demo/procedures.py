"""Anna's procedures: one she practises towards a number raised after an assessment, one elsewhere, and a list from her own sheet."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import LearningActivity
from fagvei.organisations.models import LearningArena
from fagvei.training import actions
from fagvei.training.models import Assessment, PlanActivity, PlanGoal

PRACTISED = "fjellheim-observert-samtale"
LEVELS = PlanActivity.Independence
# days ago, times: enough for a pace
WITH_SUPERVISION = ((320, 1), (250, 2), (160, 2), (70, 1))


def tell_procedures(cast: SimpleNamespace, today: dt.datetime) -> None:
    """What RegUt has said about the local procedure, a second one learned elsewhere, and three lines from Anna's own sheet."""
    practised = LearningActivity.objects.get(code=PRACTISED)
    with clock.at(today - dt.timedelta(days=330)):
        elsewhere = curriculum.save_activity(
            code="demo-prosedyre-utenfor-huset",
            name="Prosedyre utenfor huset (demo)",
            kind=LearningActivity.Kind.PROCEDURE,
            is_demo=True,
            verification=LearningActivity.Verification.DEMO,
            by=cast.eva,
        )
        curriculum.set_procedure_place(
            activity=elsewhere,
            place="Kystbyen sykehus HF, Rusposten (oppdiktet)",
            centre=cast.eva.role_assignments.get(role="centre_officer").centre,
            source="Demodata",
            by=cast.eva,
        )
    goals = list(PlanGoal.objects.filter(doctor=cast.anna, goal__code="RUS-034"))
    for days_ago, times in WITH_SUPERVISION:
        _signed(cast, today, days_ago, activity=elsewhere, title=elsewhere.name, goals=goals, repetitions=times)
    _ask_for_more(cast, today, practised)
    _log_list(cast, today, practised)


def _ask_for_more(cast: SimpleNamespace, today: dt.datetime, practised: LearningActivity) -> None:
    """Cecilie has read what Siri saw, and cites it."""
    with clock.at(today - dt.timedelta(days=60)):
        actions.raise_repetitions(
            plan_goal=PlanGoal.objects.get(doctor=cast.anna, goal__code="RUS-032"),
            activity=practised,
            repetitions=12,
            reason="To samtaler til, med vekt på hva som skjer videre.",
            evidence=Assessment.objects.get(doctor=cast.anna, title="Førstegangssamtale"),
            by=cast.cecilie,
        )


def _signed(cast: SimpleNamespace, today: dt.datetime, days_ago: int, **fields: Any) -> None:
    with clock.at(today - dt.timedelta(days=days_ago)):
        done = actions.log_activity(
            doctor=cast.anna,
            by=cast.anna,
            kind=LearningActivity.Kind.PROCEDURE,
            done_on=clock.today(),
            independence=LEVELS.SUPERVISED if days_ago > 100 else LEVELS.INDEPENDENT,
            **fields,
        )
        actions.send_activity(plan_activity=done, supervisor=cast.siri, by=cast.anna)
    with clock.at(today - dt.timedelta(days=days_ago - 2)):
        actions.sign_activity(plan_activity=done, by=cast.siri)


def _log_list(cast: SimpleNamespace, today: dt.datetime, practised: LearningActivity) -> None:
    """Two weeks of conversations, logged as drafts from her own list."""
    goals = list(PlanGoal.objects.filter(doctor=cast.anna, goal__code="RUS-032"))
    with clock.at(today - dt.timedelta(days=3)):
        actions.log_procedures(
            doctor=cast.anna,
            entries=[
                actions.Entry(
                    title=practised.name,
                    activity=practised,
                    done_on=clock.today() - dt.timedelta(days=days),
                    goals=goals,
                    arena=LearningArena.objects.get(institution__code="fjellheim", name="Poliklinikk rus"),
                    independence=LEVELS.INDEPENDENT,
                )
                for days in (1, 4, 9)
            ],
            by=cast.anna,
        )
