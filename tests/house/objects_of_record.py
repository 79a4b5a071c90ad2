"""The doctor's record: plans, goals, activities, proofs, opinions and sign-offs, each in all its states."""

from types import SimpleNamespace
from typing import Any

from everybody import AROUND, SINCE, YEAR, World

from fagvei.common import clock
from fagvei.curriculum.models import LearningGoal
from fagvei.organisations import actions as organisations
from fagvei.training import actions
from fagvei.training.actions.procedures import Entry
from fagvei.training.models import Opinion, PlanActivity, PlanGoal, SignOff
from fagvei.training.tests import factories as make
from fagvei.training.tests.halfyear_factories import make_plan

# What each of Anna's goals has come to. RUS-001 is the one her activities are about.
GOALS = {
    "RUS-010": "not_begun",
    "RUS-002": "begun",
    "RUS-003": "completed",
    "RUS-004": "mentor",
    "RUS-005": "ready",
    "RUS-006": "sent",
    "RUS-007": "approved",
    "RUS-008": "returned",
    "RUS-009": "annulled",
}
STATE_OF = {"mentor": "completed", "ready": "completed", "returned": "begun", "annulled": "begun"}
WITH_PROCEDURE = "RUS-002"


def add_objects(world: World) -> None:
    cast = world.cast
    cast.arena = organisations.save_arena(institution=cast.fjellheim, name="Poliklinikken", by=None)
    annas = make.make_record(cast, goals=12)
    cast.procedure = make.make_learning_activity("intervju", name="Motiverende intervju")
    make.require(LearningGoal.objects.get(code=WITH_PROCEDURE), cast.procedure, repetitions=3)
    cast.record = annas
    _add_plans(world, annas)
    _add_activities(world, annas)
    _add_goals(world, annas)
    _add_others(world)
    make_plan(annas)


def _near(doctor: str, *, asked: tuple[str, ...] = ()) -> dict[str, Any]:
    """Who is who to this doctor's record: an administrator is nobody, a supervisor only one who was asked."""
    words: dict[str, Any] = {
        name: word for name, word in AROUND[doctor].items() if word not in {"supervisor", "hospital_admin"}
    }
    return words | dict.fromkeys(asked, "asked_supervisor")


# --- Plans -----------------------------------------------------------------------------------------------------------


def _add_plans(world: World, annas: SimpleNamespace) -> None:
    cast = world.cast
    world.add("education_plan", "current", annas.plan, _near("anna"), "anna's, begun", fields={"doctor": cast.anna})
    untouched = actions.assign_plan(doctor=cast.nora, specialty=cast.specialty, by=cast.bo)
    world.add("education_plan", "current", untouched, _near("nora"), "nora's, untouched", fields={"doctor": cast.nora})
    other = organisations.save_specialty(slug="psykiatri", name="Psykiatri", prefix="PSY", by=None)
    make.curriculum.save_goal_set(
        code="psy", kind="specialty", name="Psykiatri", short_name="PSY", specialty=other, position=9, by=None
    )
    goal = make.curriculum.save_goal(code="PSY-001", goal_set=other.goal_sets.get(), by=None)
    make.curriculum.publish_revision(goal=goal, valid_from_on=make.VALID_FROM, by=None, **make.WITH_TEXT)
    archived = actions.assign_plan(doctor=cast.anna, specialty=other, by=cast.bo)
    begun = PlanGoal.objects.get(doctor=cast.anna, goal=goal)
    make.make_activity(annas, goals=[begun])
    archived = actions.archive_plan(plan=archived, reason="Byttet spesialitet.", by=cast.bo)
    world.add("education_plan", "archived", archived, _near("anna"), "anna's, archived", fields={"doctor": cast.anna})


# --- Activities and their proofs -------------------------------------------------------------------------------------


def _add_activities(world: World, annas: SimpleNamespace) -> None:
    cast = world.cast
    for activity, label in (
        (make.make_activity(annas, planned=True, files=[make.certificate()]), "planned"),
        (make.make_activity(annas, files=[make.certificate()]), "done"),
        (_recalled(annas), "recalled"),
        (make.make_activity(annas, sent=True, files=[make.certificate()]), "sent to siri"),
        (make.make_activity(annas, returned=True, files=[make.certificate()]), "returned by siri"),
        (make.make_activity(annas, signed=True, files=[make.certificate()]), "signed by siri"),
        (make.make_activity(annas, fulfilled=True), "fulfilled"),
        (make.make_activity(annas, kind="e_learning"), "e-learning, done"),
        (_erased(annas), "erased by anna"),
        (_annulled(annas), "annulled, once signed by siri"),
        (make.mark_on_behalf(annas), "on behalf"),
        (_objected(annas), "on behalf, objected to"),
        (_of_a_list(annas), "in a list"),
    ):
        asked = ("siri",) if activity.supervisor_id else ()
        _add_activity(world, activity, _near("anna", asked=asked), label)
    former = _signed_before(annas, cast.ines)
    # Her inbox still has the notice of it, which leads to a page that is no longer there for her.
    _add_activity(world, former, _near("anna") | {"ines": "former_supervisor"}, "signed by ines, who left")


def _erased(annas: SimpleNamespace) -> PlanActivity:
    draft = make.make_activity(annas)
    actions.erase_draft(plan_activity=draft, by=annas.doctor)
    draft.refresh_from_db()
    return draft


def _add_activity(world: World, activity: PlanActivity, words: dict[str, Any], label: str) -> None:
    world.add("activity", activity.state, activity, words, f"{activity.doctor.username}'s, {label}")
    for attachment in activity.attachments.all():
        world.add("attachment", activity.state, attachment, words, f"of {activity.doctor.username}'s, {label}")


def _of_a_list(annas: SimpleNamespace) -> PlanActivity:
    entry = Entry("Motiverende intervju", clock.today(), [annas.goals["RUS-001"]])
    return actions.log_procedures(doctor=annas.anna, entries=[entry], by=annas.anna)[0]


def _recalled(annas: SimpleNamespace) -> PlanActivity:
    return actions.recall_activity(plan_activity=make.make_activity(annas, sent=True), by=annas.anna)


def _annulled(annas: SimpleNamespace) -> PlanActivity:
    signed = make.make_activity(annas, signed=True, files=[make.certificate()])
    return actions.annul_activity(plan_activity=signed, reason="Feil dato.", by=annas.bo)


def _objected(annas: SimpleNamespace) -> PlanActivity:
    marked = make.mark_on_behalf(annas)
    return actions.object_to_activity(plan_activity=marked, reason="Det var ikke jeg.", by=annas.anna)


def _signed_before(annas: SimpleNamespace, supervisor: Any) -> PlanActivity:
    """Signed while the supervisor still was one."""
    with clock.at(SINCE + YEAR / 4):
        return make.make_activity(annas, signed=True, supervisor=supervisor)


# --- Goals, opinions, sign-offs --------------------------------------------------------------------------------------


def _add_goals(world: World, annas: SimpleNamespace) -> None:
    for code, station in GOALS.items():
        goal = _bring(annas, code, station)
        was_asked = station not in {"not_begun", "begun"}
        words = _near("anna", asked=("siri",) if was_asked else ())
        world.add("plan_goal", STATE_OF.get(station, station), goal, words, f"{code} of anna, {station}")
        _add_opinions(world, goal, station in {"approved", "returned", "annulled"})
        for sign_off in SignOff.objects.filter(plan_goal=goal):
            state = "annulled" if hasattr(sign_off, "withdrawal") else "standing"
            label = f"of {code}"
            world.add("sign_off", state, sign_off, _near("anna"), label, fields={"public_id": goal.public_id})


def _bring(record: SimpleNamespace, code: str, station: str) -> PlanGoal:
    """The words of each opinion and decision are its own, so that they can be recognised on a page."""
    goal = record.goals[code]
    if station == "begun":
        make.make_activity(record, goals=[goal])
        make.make_activity(record, goals=[goal], signed=True)
    for step in STEPS[station]:
        STEP[step](record, goal)
        goal.refresh_from_db()
    return goal


def _say(goal: PlanGoal, person: Any) -> None:
    reason = f"{person} har sett {goal.goal.code} i arbeid."
    actions.give_opinion(plan_goal=goal, verdict="recommends", level_seen="highest", reason=reason, by=person)


STEP = {
    "complete": lambda r, g: actions.complete_goal(plan_goal=g, comment="Klar.", supervisors=[r.siri], by=r.doctor),
    "mentor": lambda r, g: _say(g, r.cecilie),
    "supervisor": lambda r, g: _say(g, r.siri),
    "send": lambda r, g: actions.send_goal(plan_goal=g, by=r.doctor),
    "approve": lambda r, g: actions.sign_off_goal(plan_goal=g, reason=f"{r.bo} godkjente {g.goal.code}.", by=r.bo),
    "return": lambda r, g: actions.return_goal(plan_goal=g, comment="Mangler noe.", by=r.bo),
    "annul": lambda r, g: actions.annul_sign_off(
        sign_off=SignOff.objects.get(plan_goal=g), reason="Det var feil mål.", by=r.bo
    ),
}
READY = ("complete", "mentor", "supervisor")
STEPS: dict[str, tuple[str, ...]] = {
    "not_begun": (),
    "begun": (),
    "completed": READY[:1],
    "mentor": READY[:2],
    "ready": READY,
    "sent": (*READY, "send"),
    "approved": (*READY, "send", "approve"),
    "returned": (*READY, "send", "return"),
    "annulled": (*READY, "send", "approve", "annul"),
}


def _add_opinions(world: World, goal: PlanGoal, is_decided: bool) -> None:
    for opinion in Opinion.objects.filter(plan_goal=goal).select_related("by"):
        words = _near("anna")
        author = opinion.by.username
        words[author] = ["author"] if author not in words else [words[author], "author"]
        state = "decided" if is_decided else "undecided"
        label = f"of {author} on {goal.goal.code}"
        world.add("opinion", state, opinion, words, label, fields={"public_id": goal.public_id})


def _add_others(world: World) -> None:
    """Per decides for Bo's doctors and has a goal of his own; Kim's record is at another hospital."""
    cast = world.cast
    pers = make.make_record(cast, doctor=cast.per)
    goal = make.bring_goal(pers, "RUS-001", "sent")
    world.add("plan_goal", "sent", goal, _near("per", asked=("siri",)), "RUS-001 of per, sent")
    _add_activity(world, make.make_activity(pers, sent=True), _near("per", asked=("siri",)), "sent to siri")

    elsewhere = SimpleNamespace(**vars(cast) | {"bo": cast.dag, "cecilie": cast.maja, "siri": cast.sonja})
    del elsewhere.record
    kims = make.make_record(elsewhere, doctor=cast.kim)
    near = _near("kim", asked=("sonja",))
    world.add("education_plan", "current", kims.plan, _near("kim"), "kim's", fields={"doctor": cast.kim})
    world.add("plan_goal", "sent", make.bring_goal(kims, "RUS-002", "sent"), near, "RUS-002 of kim, sent")
    _add_activity(world, make.make_activity(kims, sent=True, files=[make.certificate()]), near, "sent to sonja")
