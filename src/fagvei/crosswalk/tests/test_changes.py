"""A recommendation that says something else: found by comparing what was read with what is in force, and answered."""

import datetime as dt

import pytest

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.courses.tests.joint_factories import eli_of
from fagvei.crosswalk import actions
from fagvei.crosswalk.models import ChangeAnswer
from fagvei.crosswalk.queries import tasks_for
from fagvei.crosswalk.queries.changes import open_changes
from fagvei.crosswalk.rules.change import is_changed
from fagvei.crosswalk.tests import factories as make
from fagvei.guideline.rules.change import SAID
from fagvei.people import actions as people
from fagvei.training import actions as training

TEXT = dict.fromkeys(SAID, "")
OTHER = {**TEXT, "short_text": "Noe annet."}
DELETED = {**TEXT, "is_deleted": True}


@pytest.mark.parametrize(
    ("read", "now", "changed"),
    [
        ((TEXT, None), (TEXT, None), False),
        ((TEXT, None), (OTHER, None), True),
        ((TEXT, None), (None, None), True),
        ((TEXT, None), (DELETED, None), True),
        ((TEXT, None), (TEXT, DELETED), True),
        ((DELETED, None), (DELETED, None), False),
        ((TEXT, None), (TEXT, TEXT), False),
        ((TEXT, None), (TEXT, OTHER), True),
        ((TEXT, OTHER), (TEXT, OTHER), False),
        ((TEXT, OTHER), (TEXT, None), True),
        ((TEXT, OTHER), (OTHER, OTHER), True),
    ],
)
def test_national_text_and_local_layer_count_each(read, now, changed):
    assert is_changed(read=read, now=now) is changed


def answer(world, by, part: str, note: str = "Vi endrer timen."):
    return actions.answer_change(unit=world.unit, part=part, note=note, shown=make.shown(world.unit), by=by)


def refused(act) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


def titles(user) -> list[str]:
    return [task.title for task in tasks_for(user) if task.kind == "recommendation_changed"]


def test_nothing_is_open_until_another_text_is_published(world):
    make.approved(world)
    make.review(world, world.unit)
    assert open_changes() == []

    make.amend(world, world.unit)

    (change,) = open_changes()
    assert (change.unit, change.goals) == (world.unit, [world.goal])
    assert change.newest.short_text == "En bedre tekst."


def test_a_local_layer_is_a_change_too(world, settings):
    settings.FAGVEI_DEMO = True
    make.approved(world)
    version = make.amend(world, world.unit)
    assert version.layer == "local"
    assert [change.newest for change in open_changes()] == [version]


def test_a_pair_approved_on_the_new_text_is_not_touched(world):
    make.amend(world, world.unit)
    make.approved(world)
    assert open_changes() == []


def test_owners_regut_and_those_who_keep_teaching_are_asked(world):
    make.approved(world)
    make.make_teaching(world, world.goal)
    make.amend(world, world.unit)

    asked = {name for name in ("eva", "leif", "jorunn", "bo", "kari", "dag", "anna") if titles(getattr(world, name))}

    # Eva proposed it and keeps the course; Leif approved it; Bo leads and Jorunn keeps teaching at Fjellheim.
    assert asked == {"eva", "leif", "jorunn", "bo"}
    assert titles(world.leif) == ["KOB-A er endret: se hva det betyr for det du har ansvar for"]


def test_who_keeps_the_goal_is_asked_also_when_others_approved_the_pair(world):
    """A pair of the pack that the guideline's own side approved: nobody in education stands behind it."""
    specialty = world.goal_set.specialty
    committee = make.person("ivar", "Ivar Lie", "specialty_committee", specialty=specialty)
    of_another = make.person("ine", "Ine Lie", "specialty_committee", specialty=world.specialty)
    make.approve(world, make.from_pack(world))
    make.amend(world, world.unit)
    answer(world, world.eva, "courses")

    for user in (world.leif, world.eva, committee):
        assert len(titles(user)) == 1, user
    for user in (of_another, eli_of(world), world.kari):
        assert titles(user) == [], user

    answer(world, committee, "pairs", "Målet dekker det alt.")

    assert (titles(committee), titles(world.eva)) == ([], [])
    assert titles(world.leif) != []


def test_whoever_keeps_the_calendar_is_asked_and_one_of_them_answers(world):
    coordinator = make.person("unni", "Unni Lie", "coordinator", institution=world.fjellheim)
    make.approved(world)
    make.make_teaching(world, world.goal)
    make.amend(world, world.unit)
    assert titles(coordinator) != []
    answer(world, coordinator, "teaching")
    assert [titles(user) for user in (coordinator, world.jorunn, world.bo)] == [[], [], []]
    assert ChangeAnswer.objects.get().acting_as == "coordinator"


def test_a_lesson_for_a_gap_in_it_is_touched_whatever_goals_it_names(world, client):
    make.approved(world)
    wave = make.shared_wave(world, [world.unit])
    starts_at = clock.now() + dt.timedelta(days=7)
    lesson = {"title": "Ro i rommet", "starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=1)}
    plan = actions.plan_teaching_for_gap(round=wave, unit=world.unit, by=world.jorunn, **lesson)
    assert plan.session.goals.count() == 0
    make.amend(world, world.unit)

    assert titles(world.jorunn) != []
    client.force_login(world.jorunn)
    assert client.get("/maal-og-anbefalinger/endringer/KOB-A/").content.decode().count("Ro i rommet") == 2
    with clock.at(starts_at):
        assert titles(world.jorunn) == [], "what was held is not changed by it"


def test_whoever_holds_a_lesson_is_asked_and_answers_for_it_alone(world, client):
    """Anna has no role that keeps a calendar; the answer of those who do does not tell her what the text says now."""
    make.approved(world)
    lesson = make.make_teaching(world, world.goal)
    training.set_teacher(session=lesson, teacher=world.anna, by=world.jorunn)
    make.amend(world, world.unit)
    assert titles(world.anna) != []
    answer(world, world.jorunn, "teaching")
    assert titles(world.anna) != []

    client.force_login(world.anna)
    page = client.get("/maal-og-anbefalinger/endringer/KOB-A/").content.decode()
    assert "Svar for internundervisningen" in page
    assert lesson.title in page
    answer(world, world.anna, "teaching", "Jeg har lest den.")

    assert titles(world.anna) == []
    assert ChangeAnswer.objects.get(by=world.anna).acting_as == "teacher"
    assert "(den som holder timen): Jeg har lest den." in text_of(client, "/maal-og-anbefalinger/endringer/KOB-A/")


def test_who_does_not_work_there_sees_only_that_a_teacher_has_answered(world, client):
    """The others' words and names stand for everybody: they answer for what is public."""
    make.approved(world)
    lesson = make.make_teaching(world, world.goal)
    training.set_teacher(session=lesson, teacher=world.anna, by=world.jorunn)
    make.amend(world, world.unit)
    address = "/maal-og-anbefalinger/endringer/KOB-A/"
    client.force_login(world.anna)
    assert "Svaret og navnet ditt leses av dem som har en rolle ved virksomheten." in text_of(client, address)
    answer(world, world.anna, "teaching", "Jeg har lest den.")
    answer(world, world.leif, "pairs", "Koblingen holder.")
    told = ("Jeg har lest den.", str(world.anna), str(world.fjellheim))

    client.force_login(world.jorunn)
    assert all(words in text_of(client, address) for words in told)
    client.force_login(world.leif)
    of_another_place = text_of(client, address)
    client.logout()
    for page in (of_another_place, text_of(client, address)):
        answers = page[page.index('id="svarene"') :]
        assert "Internundervisningen: besvart" in answers
        assert not [words for words in told if words in answers]
        assert "Koblingen holder." in answers


def test_the_answer_of_a_teacher_is_none_for_the_calendar(world):
    make.approved(world)
    lesson = make.make_teaching(world, world.goal)
    training.set_teacher(session=lesson, teacher=world.anna, by=world.jorunn)
    make.amend(world, world.unit)
    answer(world, world.anna, "teaching", "Jeg har lest den.")
    assert titles(world.jorunn) != []
    with clock.at(lesson.ends_at):
        assert titles(world.anna) == []


def test_the_list_says_whom_a_change_waits_for_and_puts_what_is_answered_apart(world, client):
    make.approved(world)
    make.amend(world, world.unit)
    page = text_of(client, "/maal-og-anbefalinger/endringer/")
    assert f"Venter på svar fra: retningslinjen, utdanningen, {world.centre}" in page
    assert "er besvart" not in page

    answer(world, world.leif, "pairs", "Koblingen holder.")
    answer(world, world.eva, "pairs", "Målet dekker det alt.")
    assert f"Venter på svar fra: {world.centre}<" in text_of(client, "/maal-og-anbefalinger/endringer/")
    answer(world, world.eva, "courses")

    page = text_of(client, "/maal-og-anbefalinger/endringer/")
    assert "Venter på svar" not in page
    assert page.index("Alle er besvart.") < page.index("1 er besvart for koblingene og kursene") < page.index("KOB-A")


def text_of(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_a_deleted_recommendation_keeps_its_words_and_is_a_change_all_the_same(world):
    make.approved(world)
    make.review(world, world.unit, "deleted")

    (change,) = open_changes()
    assert (change.is_deleted, change.newest.short_text) == (True, change.read.short_text)
    assert titles(world.eva) == ["KOB-A er slettet: se hva det betyr for det du har ansvar for"]

    answer(world, world.leif, "pairs", "Koblingen trekkes.")
    assert titles(world.leif) == []


def test_each_part_is_answered_once_and_a_newer_text_asks_again(world):
    make.approved(world)
    make.make_teaching(world, world.goal)
    make.amend(world, world.unit)

    answer(world, world.leif, "pairs", "Koblingen holder.")
    assert titles(world.leif) == []
    answer(world, world.eva, "courses")
    assert titles(world.eva) != [], "the other field answers for the pairs too"
    answer(world, world.eva, "pairs", "Målet dekker det alt.")
    answer(world, world.jorunn, "teaching")

    assert [titles(user) for user in (world.eva, world.leif, world.jorunn, world.bo)] == [[], [], [], []]
    assert refused(lambda: answer(world, world.bo, "teaching")) == "already_answered"
    assert AuditEvent.objects.filter(name="recommendation_change_answered").count() == 4
    places = set(ChangeAnswer.objects.values_list("part", "centre", "institution"))
    assert places == {
        ("pairs", None, None),
        ("courses", world.centre.pk, None),
        ("teaching", None, world.fjellheim.pk),
    }

    make.amend(world, world.unit, "En enda bedre tekst.")
    assert titles(world.leif) != []


def test_an_answer_has_a_note_and_is_about_the_text_that_was_read(world):
    make.approved(world)
    make.amend(world, world.unit)
    assert refused(lambda: answer(world, world.leif, "pairs", " ")) == "reason_missing"
    assert refused(lambda: answer(world, world.bo, "courses")) == "already_answered"
    with pytest.raises(actions.TextChangedSinceRead):
        actions.answer_change(unit=world.unit, part="pairs", note="Ja.", shown="1-0", by=world.leif)
    assert ChangeAnswer.objects.count() == 0


def test_when_nobody_is_left_the_guideline_owner_is_asked(world):
    make.approved(world)
    make.amend(world, world.unit)
    assert titles(world.kari) == []

    for user in (world.eva, world.leif):
        people.deactivate_user(user=user, by=None)

    assert titles(world.kari) != []


def test_proposals_wait_for_the_other_field_and_the_packs_are_one_task(world):
    pair = make.propose(world)
    make.from_pack(world, unit=world.other_unit)
    make.from_pack(world, goal=world.other_goal)

    assert [(task.kind, task.url) for task in tasks_for(world.leif)] == [
        ("pair_decide", pair.get_absolute_url()),
        ("pair_decide_pack", "/maal-og-anbefalinger/forslag/"),
    ]
    assert [task.kind for task in tasks_for(world.eva)] == ["pair_decide_pack"]
    assert "2" in tasks_for(world.eva)[0].title
    assert tasks_for(eli_of(world)) == [], "another RegUt than the liaison of the specialty is not asked"


def test_who_has_nothing_to_do_with_it_costs_two_questions(world, django_assert_num_queries):
    """Their roles, and whether they teach."""
    with django_assert_num_queries(2):
        assert tasks_for(world.anna) == []


def test_one_change_and_two_cost_as_many_questions(world):
    """Everybody's number of tasks stands on every page."""
    make.make_course(world, world.other_goal, code="KOB-ANNET")
    make.make_teaching(world, world.goal)
    make.make_teaching(world, world.other_goal)
    make.approved(world)
    make.approved(world, goal=world.other_goal, unit=world.other_unit)
    keepers = (world.eva, world.leif, world.kari, world.jorunn)
    make.amend(world, world.unit)
    one = [(len(tasks_for(user)), make.count_queries(lambda user=user: tasks_for(user))) for user in keepers]
    make.amend(world, world.other_unit)
    two = [(len(tasks_for(user)), make.count_queries(lambda user=user: tasks_for(user))) for user in keepers]

    assert [tasks for tasks, _queries in one] == [1, 1, 0, 1]
    assert [tasks for tasks, _queries in two] == [2, 2, 0, 2]
    assert [queries for _tasks, queries in two] == [queries for _tasks, queries in one]


# --- A pair whose text was changed ---


def confirm(world, pair, by):
    return actions.confirm_pair(pair=pair, shown=make.shown(pair.unit), by=by)


def places_of_the_pair(client, pair) -> list[str]:
    """The goal, the recommendation, and the pair."""
    code = pair.unit.code
    goal = f"/laeringsmal/{pair.goal.code}/anbefalinger/"
    unit = f"/retningslinjer/{pair.unit.chapter.guideline.slug}/anbefalinger/{code}/laeringsmal/"
    return [text_of(client, address) for address in (goal, unit, pair.get_absolute_url())]


CHANGED, WEIGHED = "Teksten er endret etter godkjenningen", "Koblingen er under vurdering."


def test_a_pair_on_a_changed_text_stays_and_is_marked_until_its_approver_says_that_it_fits(world, client):
    pair = make.approved(world)
    make.review(world, world.unit)
    assert not any(CHANGED in page for page in places_of_the_pair(client, pair))

    make.amend(world, world.unit)
    assert [(page.count(CHANGED), page.count(WEIGHED)) for page in places_of_the_pair(client, pair)] == [(1, 1)] * 3
    client.force_login(world.leif)
    page = client.get("/maal-og-anbefalinger/endringer/KOB-A/")
    assert page.context["may_confirm"]
    address = f"{pair.get_absolute_url()}passer-fortsatt/"
    (form,) = [each["form"] for each in page.context["pairs"]]
    key = form["idempotency_key"].value()
    answered = client.post(address, {"shown": form["shown"].value(), "idempotency_key": key}, follow=True)

    assert f"Koblingen {pair} passer fortsatt." in answered.content.decode()
    assert not any(CHANGED in page for page in places_of_the_pair(client, pair))
    assert "Passer fortsatt, etter at teksten ble endret" in text_of(client, pair.get_absolute_url())
    (answer_,) = ChangeAnswer.objects.all()
    assert (answer_.pair, answer_.by, answer_.acting_as, answer_.part) == (
        pair,
        world.leif,
        "clinical_reviewer",
        "pairs",
    )
    event = AuditEvent.objects.latest("pk")
    assert (event.name, event.facts) == ("pair_confirmed", {answer_.fact_id: answer_.digest()})


def test_who_had_read_another_text_is_shown_the_new_one_and_may_press_again(world, client):
    pair = make.approved(world)
    make.amend(world, world.unit)
    client.force_login(world.leif)
    address = pair.get_absolute_url()
    form = client.get(address).context["confirm_form"]
    make.review(world, world.unit)
    for status in (422, 302):
        sent = {name: form[name].value() for name in ("shown", "idempotency_key")}
        response = client.post(f"{address}passer-fortsatt/", sent)
        assert response.status_code == status
        form = response.context["confirm_form"] if status == 422 else None
    assert ChangeAnswer.objects.get().pair == pair


def test_who_confirms_leaves_nothing_to_say_for_the_pair_and_courses_and_teaching_are_still_asked(world):
    pair = make.approved(world)
    make.make_teaching(world, world.goal)
    make.amend(world, world.unit)
    confirm(world, pair, world.leif)
    assert titles(world.leif) == []
    assert titles(world.eva) != [], "she keeps the course"
    answer(world, world.eva, "courses")
    assert titles(world.eva) == []
    assert titles(world.jorunn) != []


def test_a_pair_is_confirmed_by_one_who_may_approve_it_on_the_text_that_was_read(world):
    pair = make.approved(world)
    assert refused(lambda: confirm(world, pair, world.leif)) == "already_answered"
    make.amend(world, world.unit)
    assert refused(lambda: confirm(world, pair, world.anna)) == "not_yours"
    assert refused(lambda: confirm(world, pair, world.eva)) == "proposer_cannot_approve"
    assert refused(lambda: confirm(world, pair, eli_of(world))) == "other_side_decides"
    with pytest.raises(actions.TextChangedSinceRead):
        actions.confirm_pair(pair=pair, shown="1-0", by=world.leif)
    confirm(world, pair, world.leif)
    assert refused(lambda: confirm(world, pair, world.kari)) == "already_answered"


def test_a_confirmed_pair_stands_while_the_text_is_only_read_again_and_not_when_it_is_changed(world):
    pair = make.approved(world)
    make.amend(world, world.unit)
    confirm(world, pair, world.leif)
    make.review(world, world.unit)
    assert open_changes()[0].unconfirmed == []
    make.amend(world, world.unit, "En enda bedre tekst.")
    assert open_changes()[0].unconfirmed == [pair]
    assert titles(world.leif) != []


def test_nothing_fits_a_deleted_recommendation(world, client):
    pair = make.approved(world)
    make.review(world, world.unit, "deleted")
    assert refused(lambda: confirm(world, pair, world.leif)) == "no_text"
    client.force_login(world.leif)
    assert "Passer fortsatt" not in text_of(client, "/maal-og-anbefalinger/endringer/KOB-A/")
    assert "Hører de fortsatt sammen?" not in text_of(client, pair.get_absolute_url())
    actions.withdraw_pair(pair=pair, note="Anbefalingen er slettet.", by=world.leif)
    assert open_changes() == []


def test_an_answer_in_words_is_told_where_the_pair_is_marked(world, client):
    pair = make.approved(world)
    make.amend(world, world.unit)
    answer(world, world.eva, "pairs", "Målet dekker det alt.")
    assert all(WEIGHED in page for page in places_of_the_pair(client, pair))
    answer(world, world.leif, "pairs", "Vi ser på den til våren.")
    assert all("Fagfeltene har svart." in page for page in places_of_the_pair(client, pair))


def test_one_changed_recommendation_and_two_cost_a_goal_as_many_questions(world, client):
    make.approved(world)
    make.approved(world, unit=world.other_unit)
    address = f"/laeringsmal/{world.goal.code}/anbefalinger/"
    make.amend(world, world.unit)
    one = make.count_queries(lambda: client.get(address))
    make.amend(world, world.other_unit)
    assert make.count_queries(lambda: client.get(address)) == one
