"""Beyond the own hospital: Anna visits Rusposten, where Sonja supervises her, and Ola has said yes to begin at Fjellheim again."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.curriculum.models import LearningActivity
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people import actions as people
from fagvei.people.models import User
from fagvei.training import actions
from fagvei.training.models import PlannedItem
from fagvei.training.queries import halfyear as queries

DAY = dt.timedelta(days=1)


def tell_elsewhere(cast: SimpleNamespace, now: dt.datetime) -> None:
    _tell_visit(cast, now)
    _tell_employer(cast, now)


def _tell_visit(cast: SimpleNamespace, now: dt.datetime) -> None:
    """No invented doctor is needed for her: she has the role where she works, and Anna has named her."""
    coast = TrainingInstitution.objects.get(code="kystbyen")
    with clock.at(now - DAY * 400):
        sonja = people.add_user(
            username="sonja", full_name="Sonja Vold", email="sonja@example.org", is_demo=True, by=None
        )
        people.assign_role(user=sonja, role="supervisor", institution=coast, by=None)
    with clock.at(now - DAY * 34):
        people.relate(doctor=cast.anna, person=sonja, kind="supervisor", institution=coast, by=cast.anna)
        seen = actions.log_activity(
            doctor=cast.anna,
            kind=LearningActivity.Kind.SERVICE,
            title="Visitt ved Rusposten",
            done_on=clock.today(),
            goals=[cast.anna.plan_goals.get(goal__code="RUS-034")],
            arena=LearningArena.objects.get(institution=coast, name="Rusposten"),
            by=cast.anna,
        )
        actions.send_activity(plan_activity=seen, supervisor=sonja, by=cast.anna)
    with clock.at(now - DAY * 32):
        actions.sign_activity(plan_activity=seen, by=sonja)
    with clock.at(now - DAY * 2):
        actions.note_in_plan(
            doctor=cast.anna,
            half_year=queries.next_halfyear().next.key,
            kind=PlannedItem.Kind.VISITING,
            text="To uker ved Rusposten",
            institution=coast,
            by=cast.anna,
        )


def _tell_employer(cast: SimpleNamespace, now: dt.datetime) -> None:
    """Trond sees the answer and nothing of the record."""
    ola = User.objects.get(username="ola")
    with clock.at(now - DAY * 10):
        change = actions.ask_about_employer(
            doctor=ola,
            institution=TrainingInstitution.objects.get(code="fjellheim"),
            takes_effect_at=now + DAY * 60,
            by=cast.trond,
        )
    with clock.at(now - DAY * 8):
        actions.answer_employer(change=change, accepted=True, by=ola)
