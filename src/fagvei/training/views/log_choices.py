"""What stands in the logging form before anything is typed: from a goal, from an earlier activity, or from what was used last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fagvei.curriculum.models import LearningActivity
from fagvei.training import forms
from fagvei.training.models import PlanActivity, PlanGoal
from fagvei.training.queries.log_page import LogPage


@dataclass(frozen=True)
class Option:
    """One goal to tick."""

    value: str
    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class OptionGroup:
    name: str
    options: list[Option]


def initial_for(
    page: LogPage, query: Mapping[str, str], activity: PlanActivity | None = None
) -> tuple[PlanActivity | None, dict[str, Any]]:
    """The earlier activity that is copied, if any, and the initial values. An id that is not one's own is ignored."""
    source = activity or next((each for each in page.recent if str(each.public_id) == query.get("som")), None)
    initial = _from_last(page) if source is None else _from_activity(page, source)
    if activity is not None:
        initial |= {
            "when": "date", "done_on": activity.done_on, "repetitions": activity.repetitions, "reflection": activity.reflection,
            "independence": activity.independence,
        }  # fmt: skip
    if query.get("mal"):
        initial["goals"] = [str(each.public_id) for each in page.plan_goals if str(each.public_id) == query["mal"]]
    return source, initial


def _from_last(page: LogPage) -> dict[str, Any]:
    """Arenas and supervisors come with the last used first."""
    return {
        "arena": _id(next(iter(page.arenas), None)),
        "supervisor": _id(next(iter(page.supervisors), None)),
        "goals": [],
    }


def _from_activity(page: LogPage, source: PlanActivity) -> dict[str, Any]:
    supervisor = source.supervisor if source.supervisor in page.supervisors else next(iter(page.supervisors), None)
    return {
        "what": _what(page, source),
        "title": "" if source.activity and source.title == source.activity.name else source.title,
        "arena": _id(source.arena),
        "place": source.place,
        "independence": source.independence,
        "supervisor": _id(supervisor),
        "goals": [str(goal.public_id) for goal in source.goals.all()],
    }


def _what(page: LogPage, source: PlanActivity) -> str:
    return f"a:{source.activity.public_id}" if source.activity in page.learning_activities else f"k:{source.kind}"


def _id(thing: Any) -> str:
    return str(thing.public_id) if thing else ""


def goal_choices(page: LogPage, form: Any, *, tick_coverage: bool = False) -> tuple[list[Option], list[OptionGroup]]:
    """Chosen goals, those the activity contributes to, and those used last come first; the rest by category."""
    chosen = {str(value) for value in form["goals"].value() or []}
    covered = page.goals_of(_activity_of(form))
    if tick_coverage and len(covered) <= MOST_TICKED:
        chosen |= {str(each.public_id) for each in covered}
    ticked = [each for each in page.plan_goals if str(each.public_id) in chosen]
    likely = [each for each in dict.fromkeys(covered[:MOST_TICKED] + page.used) if each not in ticked]
    first = ticked + likely[: max(0, FIRST - len(ticked))]
    groups: dict[str, list[Option]] = {}
    for each in page.plan_goals:
        if each not in first:
            groups.setdefault(_heading(each), []).append(_option(each, chosen))
    return [_option(each, chosen) for each in first], [OptionGroup(name, options) for name, options in groups.items()]


# More goals than this from one activity are shown among the others: nobody should tick twenty goals unseen.
MOST_TICKED = 6
# What is only suggested takes no more room than this, or the phone has no room for the rest of the form.
FIRST = 3


def _activity_of(form: Any) -> LearningActivity | None:
    return form.fields["what"].activities.get(form["what"].value() or "")


def _option(each: PlanGoal, chosen: set[str]) -> Option:
    value = str(each.public_id)
    return Option(value, each.goal.code, each.revision.shown_name, value in chosen)


def _heading(each: PlanGoal) -> str:
    category = each.goal.category
    return f"{each.goal.goal_set.short_name}: {category.name}" if category else each.goal.goal_set.name


def unsigned_choices(form: forms.ActivityForm) -> str:
    """The values of `what` that need no signature, for the page's script."""
    offered = form.fields["what"].activities  # type: ignore[attr-defined]
    by_name = [key for key, each in offered.items() if not each.needs_signature]
    return " ".join([*by_name, *(f"k:{kind}" for kind in sorted(LearningActivity.WITHOUT_SIGNATURE))])


def says_something(form: Any, *names: str) -> bool:
    """Whether a fold with these fields stands open: something in it is wrong, or differs from an empty form."""
    return any(
        name in form.errors or str(form[name].value() or "") != str(form.fields[name].initial or "") for name in names
    )
