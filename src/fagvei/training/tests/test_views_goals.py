"""The page of a goal, completing, opinions, and the leader's decision on one screen."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.common import clock
from fagvei.training import actions
from fagvei.training.models import Opinion, PlanGoal, SignOff
from fagvei.training.queries.goal_page import goal_page
from fagvei.training.tests.browsing import as_, hidden, post, words
from fagvei.training.tests.factories import bring_goal, make_activity, make_learning_activity, require, say


def url_of(name: str, goal) -> str:
    return reverse(f"training:{name}", args=[goal.public_id])


def step_for(user, goal):
    return as_(user).get(url_of("goal", goal)).context["step"]


def test_the_page_tells_each_what_to_do_next(record):
    goal = record.goals["RUS-001"]
    assert step_for(record.anna, goal).act == "Logg aktivitet"
    assert "ikke sendt til godkjenning" in step_for(record.bo, goal).sentence

    make_activity(record, signed=True)
    assert step_for(record.anna, goal).act == "Fullfør målet"

    bring_goal(record, to="completed")
    assert "Cecilie Vik og Siri Dahl er spurt" in step_for(record.anna, goal).sentence
    assert step_for(record.siri, goal).act == step_for(record.cecilie, goal).act == "Gi uttalelse"

    say(goal, record.cecilie)
    say(goal, record.siri)
    assert step_for(record.anna, goal).act == "Send til godkjenning"
    assert "Du har uttalt deg" in step_for(record.siri, goal).sentence

    post(record.anna, url_of("send_goal", goal))
    assert "Bo Lund har målet til avgjørelse" in step_for(record.anna, goal).sentence
    assert step_for(record.bo, goal).act == "Avgjør målet"


def test_beside_the_main_button_stands_only_what_is_something_else(record):
    def quiet(code: str) -> tuple[str, bool]:
        page = as_(record.anna).get(url_of("goal", record.goals[code]))
        return page.context["quiet_verb"], "cluster section quiet" in page.content.decode()

    assert quiet("RUS-001") == ("complete", True)
    make_activity(record, signed=True)
    assert quiet("RUS-001") == ("", False)
    bring_goal(record, "RUS-001", to="completed")
    assert quiet("RUS-001") == ("reopen", True)
    bring_goal(record, "RUS-002", to="sent")
    assert quiet("RUS-002") == ("recall", True)
    bring_goal(record, "RUS-003", to="approved")
    assert quiet("RUS-003") == ("", False)


def test_the_requirement_counts_repetitions_and_says_what_is_missing(record):
    goal = record.goals["RUS-001"]
    procedure = make_learning_activity("abstinensvurdering", name="Abstinensvurdering")
    require(goal.goal, procedure, repetitions=20)
    make_activity(record, signed=True, activity=procedure, repetitions=12)

    (line,) = goal_page(goal, record.anna).lines

    assert (line.words, line.count, line.is_met) == ("Abstinensvurdering", "12 av 20", False)
    assert "12 av 20" in words(as_(record.anna).get(url_of("goal", goal)))


def test_a_choice_is_met_by_one_of_its_parts(record):
    goal = record.goals["RUS-001"]
    choice = require(goal.goal, choose=1)
    first, second = (make_learning_activity(code) for code in ("en", "to"))
    require(goal.goal, first, parent=choice)
    require(goal.goal, second, parent=choice)
    make_activity(record, signed=True, activity=second)

    lines = goal_page(goal, record.anna).lines

    assert [(line.depth, line.words, line.is_met) for line in lines] == [
        (0, "1 av disse", True), (1, "En", False), (1, "To", True),
    ]  # fmt: skip


def test_the_doctor_reads_the_opinions_only_after_the_decision(record):
    goal = bring_goal(record, to="sent")
    before = words(as_(record.anna).get(url_of("goal", goal)))

    post(record.bo, url_of("sign_off_goal", goal))

    assert "Sett i arbeid på posten." not in before
    assert "har uttalt seg" in before
    assert "Sett i arbeid på posten." in words(as_(record.anna).get(url_of("goal", goal)))


def test_completing_asks_the_mentor_and_the_chosen_supervisor(record):
    goal = record.goals["RUS-001"]

    nobody = post(record.anna, url_of("complete_goal", goal), comment="Klar.")
    post(record.anna, url_of("complete_goal", goal), comment="Klar.", supervisors=[str(record.stian.public_id)])

    goal.refresh_from_db()
    assert "Velg minst én supervisør som skal uttale seg." in words(nobody)
    assert goal.state == "completed"
    assert [each.person for each in goal.opinion_requests.order_by("pk")] == [record.cecilie, record.stian]


@pytest.mark.parametrize("missing", ["mentor", "supervisor"])
def test_the_page_says_who_can_mend_it_when_nobody_can_be_asked(record, missing):
    record.anna.relations_as_doctor.filter(kind=missing).delete()

    page = words(as_(record.anna).get(url_of("complete_goal", record.goals["RUS-001"])))

    assert "Målet kan ikke fullføres ennå" in page
    assert "administratoren ved virksomheten" in page


def test_an_opinion_is_given_once_with_verdict_and_reason(record):
    goal, key = bring_goal(record, to="completed"), uuid.uuid4()
    said = {"verdict": "recommends", "level_seen": "middle", "reason": "Sett på vakt."}

    empty = post(record.siri, url_of("give_opinion", goal))
    for _ in range(2):
        post(record.siri, url_of("give_opinion", goal), key=key, **said)
    again = post(record.siri, url_of("give_opinion", goal), **said)

    assert "Velg om du anbefaler eller fraråder." in words(empty)
    assert "Skriv hva uttalelsen bygger på." in words(empty)
    assert Opinion.objects.get().level_seen == "middle"
    assert "Du har uttalt deg" in words(again)


def test_recalled_and_reopened_goals_are_the_doctors_again(record):
    goal = bring_goal(record, to="sent")

    post(record.anna, url_of("recall_goal", goal))
    after_recall = PlanGoal.objects.get(pk=goal.pk).state
    post(record.anna, url_of("reopen_goal", goal))

    assert (after_recall, PlanGoal.objects.get(pk=goal.pk).state) == ("completed", "begun")


# --- The decision ---


def test_the_leader_approves_once_however_often_the_button_is_pressed(record):
    goal, key = bring_goal(record, to="sent"), uuid.uuid4()
    page = words(as_(record.bo).get(url_of("decide_goal", goal)))

    first, second = (post(record.bo, url_of("sign_off_goal", goal), key=key) for _ in range(2))

    assert "Cecilie Vik , veileder anbefaler godkjenning" in page
    assert "Godkjenn målet" in page
    assert first.url == second.url == goal.get_absolute_url()
    assert SignOff.objects.get().by == record.bo


def test_against_a_negative_opinion_a_reason_is_asked_for(record):
    goal = bring_goal(record, to="sent", against=True)
    page = words(as_(record.bo).get(url_of("decide_goal", goal)))

    without = post(record.bo, url_of("sign_off_goal", goal))
    post(record.bo, url_of("sign_off_goal", goal), reason="Sett flere ganger siden.")

    assert "En uttalelse fraråder godkjenning." in page
    assert "Skriv hvorfor kompetansen likevel er nådd" in words(without)
    assert SignOff.objects.get().reason == "Sett flere ganger siden."


def test_the_place_of_the_button_says_why_a_goal_cannot_be_approved(record):
    early = words(as_(record.bo).get(url_of("decide_goal", bring_goal(record, "RUS-001", "completed"))))
    compulsory = bring_goal(record, "RUS-002", "sent")
    require(compulsory.goal, make_learning_activity("vakt", name="Vakttjeneste"), recommended=False)
    missing = words(as_(record.bo).get(url_of("decide_goal", compulsory)))

    assert "Anna Berg sender det når uttalelsene er gitt." in early
    assert "må innfris eller erstattes av en tilsvarende aktivitet først: Vakttjeneste" in missing
    assert "Godkjenn målet" not in early
    assert "Godkjenn målet" not in missing


def test_without_official_text_the_page_says_who_can_load_it(record):
    goal = bring_goal(record, to="sent")
    type(goal.revision).objects.filter(pk=goal.revision_id).update(official_text="")
    type(record.anna).objects.filter(pk=record.anna.pk).update(is_demo=False)

    page = words(as_(record.bo).get(url_of("decide_goal", goal)))

    assert "Den som drifter Fagvei, kan laste den inn." in page
    assert "Godkjenn målet" not in page


def test_the_key_of_one_goal_does_nothing_at_another_and_says_so(record):
    first, second = (bring_goal(record, code, "sent") for code in ("RUS-001", "RUS-002"))
    key = uuid.uuid4()
    post(record.bo, url_of("return_goal", first), key=key, comment="Logg to til.")

    answer = post(record.bo, url_of("return_goal", second), key=key, comment="Noe helt annet.")

    second.refresh_from_db()
    assert second.state == "sent"
    assert "Skjemaet hører til en annen side" in words(answer)


def test_an_opinion_that_came_since_is_read_before_the_goal_is_approved(record):
    goal = record.goals["RUS-001"]
    actions.complete_goal(plan_goal=goal, comment="", supervisors=[record.siri, record.stian], by=record.anna)
    for adviser in (record.cecilie, record.siri):
        say(goal, adviser)
    actions.send_goal(plan_goal=goal, by=record.anna)
    seen = hidden(as_(record.bo).get(url_of("decide_goal", goal)), "seen")
    say(goal, record.stian, "advises_against")

    answer = post(record.bo, url_of("sign_off_goal", goal), reason="Ser det an.", seen=seen)

    goal.refresh_from_db()
    assert goal.state == "sent"
    assert "Det er kommet en uttalelse etter at du åpnet siden." in words(answer)
    post(record.bo, url_of("sign_off_goal", goal), reason="Sett det selv.", seen=hidden(answer, "seen"))
    goal.refresh_from_db()
    assert goal.state == "approved"


def test_a_return_needs_words(record):
    goal = bring_goal(record, to="sent")

    empty = post(record.bo, url_of("return_goal", goal), comment=" ")
    post(record.bo, url_of("return_goal", goal), comment="Logg to til.")

    assert "Skriv hva som mangler" in words(empty)
    assert "Logg to til." in words(as_(record.anna).get(url_of("goal", goal)))


def test_an_equivalent_activity_and_a_raised_number_stand_beside_the_requirement(record):
    goal = record.goals["RUS-001"]
    procedure, other = (
        make_learning_activity("prosedyre", name="Prosedyren"),
        make_learning_activity("annet", name="Det andre"),
    )
    counted = require(goal.goal, procedure, repetitions=5)
    course = require(goal.goal, other)
    done = make_activity(record, signed=True, title="Like god")

    too_few = post(
        record.cecilie,
        url_of("raise_repetitions", goal),
        activity=str(procedure.public_id),
        repetitions=3,
        reason="Få.",
    )
    post(
        record.cecilie,
        url_of("raise_repetitions", goal),
        activity=str(procedure.public_id),
        repetitions=9,
        reason="Usikker.",
        evidence=str(done.public_id),
    )
    choice = {"requirement": str(course.public_id), "plan_activity": str(done.public_id), "reason": "Samme innhold."}
    key = uuid.uuid4()
    first, second = (post(record.bo, url_of("accept_equivalent", goal), key=key, **choice) for _ in range(2))

    lines = {line.words: line for line in goal_page(goal, record.anna).lines}
    assert "kan ikke være lavere enn det nasjonale minstetallet, som er 5." in words(too_few)
    assert (lines["Prosedyren"].count, lines["Det andre"].is_met, counted.repetitions) == ("0 av 9", True, 5)
    assert first.url == second.url == goal.get_absolute_url()
    assert "Erstattet av Like god (Bo Lund): Samme innhold." in lines["Det andre"].note


def test_the_decision_takes_as_many_queries_with_one_activity_as_with_three(record):
    goal = bring_goal(record, to="sent")
    require(goal.goal, make_learning_activity("vakt"))
    make_activity(record, signed=True)
    client, url = as_(record.bo), url_of("decide_goal", goal)
    client.get(url)

    with clock.at(clock.now()), CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        make_activity(record, signed=True)
    with clock.at(clock.now()), CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(one) == len(three)
