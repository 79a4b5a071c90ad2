"""The team matrix, one cell explained, warnings, waiting times, and numbers without names."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse, reverse_lazy

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.curriculum.models import GoalRevision, LearningGoal
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people
from fagvei.people.models import Delegation, Relation, User
from fagvei.people.queries import led_or_deputised_by
from fagvei.training import actions
from fagvei.training.actions.halfyear import Place
from fagvei.training.models import PlannedItem, WarningThreshold
from fagvei.training.queries.team_cell import team_cell
from fagvei.training.queries.team_flow import team_flow
from fagvei.training.queries.team_page import age_of, months_between, team_page
from fagvei.training.queries.waiting import tasks_for
from fagvei.training.queries.warnings import warnings_for
from fagvei.training.rules.halfyear import HalfYear
from fagvei.training.tests.browsing import HTMX, as_, post, words
from fagvei.training.tests.checks import last_event, refused
from fagvei.training.tests.factories import bring_goal, make_activity, make_record, say
from fagvei.training.tests.halfyear_factories import make_plan
from fagvei.training.tests.mentoring_factories import make_series, make_session
from fagvei.training.tests.service_factories import confirm_part_1
from fagvei.training.tests.test_views_plan import queries_of

TEAM = "/leger/oversikt/"
MENTORING = reverse_lazy("training:mentoring_overview")
NOW = dt.datetime(2026, 9, 1, 8, tzinfo=dt.UTC)


def make_doctors(cast, number: int, *, plan: bool = True) -> list[User]:
    doctors = []
    for turn in range(number):
        doctor = people.add_user(username=f"lis{turn}", full_name=f"Lis {turn}", by=None)
        people.assign_role(user=doctor, role="doctor", institution=cast.fjellheim, by=None)
        people.relate(doctor=doctor, person=cast.bo, kind=Relation.Kind.LEADER, institution=cast.fjellheim, by=None)
        doctors.append(doctor)
        if plan:
            make_record(cast, doctor=doctor)
    return doctors


def give_role(user, role, institution):
    people.assign_role(user=user, role=role, institution=institution, by=None)


@pytest.fixture
def keeper(record):
    user = people.add_user(username="jorunn", full_name="Jorunn Bakke", by=None)
    give_role(user, "education_lead", record.fjellheim)
    return user


def cell_url(page, row, name) -> str:
    column = [column.name for column in page.columns].index(name)
    return TEAM + row.cells[column].url.replace("&amp;", "&")


# --- The matrix ---


def test_a_cell_counts_approved_goals_and_knows_the_newest_evidence(record):
    bring_goal(record, "RUS-001", "approved")
    make_activity(record, signed=True, goals=[record.goals["RUS-001"]], done_on=clock.today())

    page = team_page([record.anna])

    cells = {column.name: cell for column, cell in zip(page.columns, page.rows[0].cells, strict=True)}
    assert [(name, cell.approved, cell.total) for name, cell in cells.items()] == [
        ("alle mål", 0, 0),
        ("Etikk", 0, 2),
        ("Behandling", 1, 2),
        ("Kommunikasjon", 0, 1),
    ]
    assert cells["Behandling"].newest == clock.today()
    assert [cell.age for cell in cells.values()] == ["done", "none", "fresh", "none"]


def test_a_draft_or_what_waits_is_no_evidence(record):
    make_activity(record)
    make_activity(record, sent=True)

    assert {cell.newest for cell in team_page([record.anna]).rows[0].cells} == {None}


def of_category(doctor, name):
    page = team_page([doctor])
    return next(cell for column, cell in zip(page.columns, page.rows[0].cells, strict=True) if column.name == name)


@pytest.mark.parametrize("days", [[400], [400, 30], [30, 400], [5, 30], [30, 5], [182, 183, 184], [184, 183]])
def test_the_newest_evidence_of_a_category_is_found_however_old(record, days):
    """What is older than half a year is asked for apart, and whichever goal of the category it is about."""
    goals = [goal for goal in record.goals.values() if goal.goal.category and goal.goal.category.name == "Behandling"]
    for number, ago in enumerate(days):
        done_on = clock.today() - dt.timedelta(days=ago)
        make_activity(record, signed=True, goals=[goals[number % len(goals)]], done_on=done_on)

    assert of_category(record.anna, "Behandling").newest == clock.today() - dt.timedelta(days=min(days))
    assert of_category(record.anna, "Etikk").newest is None


def test_a_goal_that_has_ended_is_counted_no_more_and_its_evidence_stays(record):
    make_activity(record, signed=True, goals=[record.goals["RUS-001"]], done_on=clock.today())
    GoalRevision.objects.filter(goal__code="RUS-001").update(valid_to_on=clock.today() - dt.timedelta(days=1))

    cell = of_category(record.anna, "Behandling")

    assert (cell.approved, cell.total, cell.newest) == (0, 1, clock.today())


def test_a_cell_that_is_opened_counts_as_the_matrix_does(record):
    """Also where something has ended, or is carried on from part 1."""
    GoalRevision.objects.filter(goal__code="RUS-001").update(valid_to_on=clock.today() - dt.timedelta(days=1))
    LearningGoal.objects.filter(code="FKM-01").update(part="1")
    bring_goal(record, "RUS-002", "approved")
    confirm_part_1(record)

    page = team_page([record.anna])
    told = [(cell.approved, cell.total) for cell in page.rows[0].cells]
    opened = [team_cell(record.anna, column.at, [record.anna]) for column in page.columns]

    assert [(each.approved, each.total) if each else (0, 0) for each in opened] == told
    assert {(1, 1), (0, 1)} <= set(told)
    assert record.goals["FKM-01"].state == "not_begun"


@pytest.mark.parametrize(("months", "age"), [(None, "none"), (0, "fresh"), (5, "fresh"), (6, "ageing"), (12, "old")])
def test_the_age_has_a_word(months, age):
    assert age_of(months) == age


def test_months_are_whole():
    assert months_between(dt.date(2026, 1, 31), dt.date(2026, 2, 28)) == 0
    assert months_between(dt.date(2026, 1, 15), dt.date(2027, 1, 15)) == 12


def test_the_one_furthest_behind_stands_first_and_one_without_plan_before_all(record):
    ahead, without = make_doctors(record, 1)[0], make_doctors_without_plan(record)
    long_ago = clock.now() - dt.timedelta(days=900)
    type(record.plan).objects.filter(pk=record.plan.pk).update(assigned_at=long_ago)

    page = team_page([ahead, record.anna, without])

    assert [row.doctor for row in page.rows] == [without, record.anna, ahead]
    assert page.rows[0].behind_words == "ingen plan ennå"
    assert page.rows[1].behind_words == "48 prosentpoeng etter"
    assert page.rows[2].behind_words == "i rute"


def make_doctors_without_plan(record) -> User:
    doctor = people.add_user(username="ny", full_name="Ny Lege", by=None)
    people.relate(doctor=doctor, person=record.bo, kind="leader", institution=record.fjellheim, by=None)
    return doctor


def test_the_leader_reads_the_matrix_and_sets_without_content_say_so(record):
    read = words(as_(record.bo).get(TEAM))

    assert "Anna Berg" in read
    assert "0 av 2 ingen ennå" in read
    assert "ikke lastet inn" in read
    assert "korteste del 3 er fem år (spesialistforskriften § 2)" in read


def test_part_1_that_is_confirmed_is_approved_in_the_matrix_though_nothing_of_it_is_loaded(record):
    confirm_part_1(record)

    read = words(as_(record.bo).get(TEAM))

    assert "ikke lastet inn" not in read
    assert "godkjent" in {
        cell.html("nb").split("<small>")[1].split("<")[0] for cell in team_page([record.anna]).rows[0].cells
    }


def test_a_cell_is_explained_beside_and_the_reading_is_logged(record):
    arena = organisations.save_arena(institution=record.fjellheim, name="Poliklinikk", by=None)
    colleague = make_doctors(record, 1)[0]
    people.relate(doctor=colleague, person=record.siri, kind="supervisor", institution=record.fjellheim, by=None)
    others = make_record_of(record, colleague)
    make_activity(others, signed=True, arena=arena)
    page = team_page([record.anna])
    url = cell_url(page, page.rows[0], "Behandling")

    answer = as_(record.bo).get(url, **HTMX)

    read = words(answer)
    assert "<html" not in answer.content.decode()
    assert "RUS-001" in read
    assert "Poliklinikk: 1 av målene" in read
    assert AccessLog.objects.filter(subject_id=str(record.anna.public_id)).get().reader_role == "leder"
    assert "Poliklinikk: 1 av målene" in words(as_(record.bo).get(url))  # the same without JavaScript


@pytest.mark.parametrize(
    "address", ["/leger/", TEAM, "/leger/oversikt/varsler/", "/leger/oversikt/ventetider/", MENTORING]
)
def test_an_overview_stands_once_a_day_in_the_log_of_each_doctor_it_shows(record, address):
    colleague = make_doctors(record, 1)[0]
    for _twice in range(2):
        as_(record.bo).get(address)

    lines = AccessLog.objects.values_list("subject_id", "reader_name", "reader_role")
    assert sorted(lines) == sorted((str(each.public_id), "Bo Lund", "leder") for each in (record.anna, colleague))
    (what,) = set(AccessLog.objects.values_list("what", flat=True))
    assert what in words(as_(record.anna).get("/innsyn/"))
    with clock.at(clock.now() + dt.timedelta(days=1)):
        as_(record.bo).get(address)
    assert AccessLog.objects.count() == 4


def test_a_list_that_tells_nothing_of_the_progress_is_no_reading(record):
    as_(record.siri).get("/leger/")
    assert not AccessLog.objects.exists()


def make_record_of(record, doctor):
    goals = {row.goal.code: row for row in doctor.plan_goals.select_related("goal", "doctor")}
    return SimpleNamespace(**vars(record) | {"doctor": doctor, "goals": goals})


NOWHERE = (
    "?lege=&kategori=rus.1",
    "?lege=x&kategori=rus.1",
    "?kategori=x",
    "?lege={0}&kategori=rus.99",
    "?lege={0}&kategori=%00",
)


@pytest.mark.parametrize("query", NOWHERE)
def test_a_cell_that_is_not_there_says_how_to_choose(record, query):
    read = words(as_(record.bo).get(TEAM + query.format(record.anna.public_id)))

    assert "Velg en rute" in read
    assert not AccessLog.objects.filter(what="fremdriften i én kategori").exists()


def test_a_leader_elsewhere_sees_nobody_of_it(record):
    page = team_page([record.anna])
    url = cell_url(page, page.rows[0], "Behandling")

    read = words(as_(record.dag).get(url))

    assert "Anna" not in read
    assert "Du leder ingen leger nå." in read
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("who", ["anna", "cecilie", "siri", "trond", "eva"])
@pytest.mark.parametrize("path", [TEAM, TEAM + "varsler/", TEAM + "ventetider/", "/innsyn/gi/"])
def test_the_team_is_for_those_who_lead(record, who, path):
    assert as_(getattr(record, who)).get(path).status_code == 403


@pytest.mark.parametrize(("kind", "status"), [(Delegation.Kind.DEPUTY, 200), (Delegation.Kind.DELEGATE, 403)])
def test_a_deputy_sees_the_team_to_the_second_and_a_delegate_does_not(record, kind, status):
    ends_at = clock.now() + dt.timedelta(days=1)
    people.delegate(
        leader=record.bo, person=record.stian, kind=kind, institution=record.fjellheim, by=record.bo, ends_at=ends_at
    )

    assert as_(record.stian).get(TEAM).status_code == status
    with clock.at(ends_at - dt.timedelta(seconds=1)):
        before = len(teammates(record.stian))
    with clock.at(ends_at):
        after = len(teammates(record.stian))
    assert (before, after) == ((1, 0) if status == 200 else (0, 0))


def teammates(user):
    return list(led_or_deputised_by(user))


def test_the_pages_of_the_team_ask_as_much_for_three_doctors_as_for_one(record):
    bring_goal(record, "RUS-001", "sent")
    make_activity(record, sent=True)
    paths = (TEAM, TEAM + "varsler/", TEAM + "ventetider/")
    before = [queries_of(record.bo, path) for path in paths]
    make_doctors(record, 2)

    assert [queries_of(record.bo, path) for path in paths] == before


# --- Warnings ---


def warned(doctor) -> dict[str, str]:
    return {each.rule.key: each.words for row in warnings_for([doctor]) for each in row.warnings}


def test_a_new_plan_with_everybody_around_warns_of_nothing(record):
    Relation.objects.update(confirmed_at=clock.now())

    assert warned(record.anna) == {}


def test_each_rule_warns_with_its_numbers(record):
    noon = clock.now().replace(hour=11)  # near midnight the nights when the clock is set would count
    mentor = Relation.objects.get(doctor=record.anna, kind="mentor")
    later = noon + dt.timedelta(days=600)
    with clock.at(noon):
        make_activity(record, sent=True)
        bring_goal(record, "RUS-001", "sent")
        people.end_relation(relation=mentor, by=record.bo)

    with clock.at(later):
        told = warned(record.anna)

    assert set(told) == {"no_new_evidence", "undecided", "unsigned", "no_mentor", "unconfirmed", "behind"}
    assert "(600 dager)" in told["undecided"]
    assert told["no_mentor"] == "Ingen veileder er registrert."
    assert told["behind"].startswith("0 av 5 mål i planen er godkjent 19 måneder")


def test_behind_is_measured_against_the_doctors_own_halfyears_when_they_are_laid_out(record):
    make_plan(record)
    now = HalfYear.of(clock.today())
    items = list(PlannedItem.objects.filter(doctor=record.anna, plan_goal__isnull=False).order_by("pk"))
    later = Place(now.next.next.key)
    actions.move_in_plan(doctor=record.anna, items=items, to=later, reason="Permisjon.", by=record.anna)
    actions.move_in_plan(doctor=record.anna, items=items[:2], to=Place(now.key), reason="Rotasjon.", by=record.anna)
    bring_goal(record, items[0].plan_goal.goal.code, "approved")
    people_only = {"no_new_evidence", "unconfirmed", "mentoring_late"}

    with clock.at(dt.datetime.combine(now.last_day, dt.time(12), tzinfo=dt.UTC)):
        assert set(warned(record.anna)) <= people_only
        assert team_page([record.anna]).rows[0].behind_words == "i rute"
    with clock.at(dt.datetime.combine(now.next.first_day, dt.time(12), tzinfo=dt.UTC)):
        assert team_page([record.anna]).rows[0].behind_words == "20 prosentpoeng etter"
        assert "behind" not in warned(record.anna)
        set_threshold(record, "behind", 20)
        assert warned(record.anna)["behind"] == ("1 av 2 mål som var lagt til halvår som er forbi, er ikke godkjent.")


def set_threshold(record, rule, threshold):
    WarningThreshold.objects.create(institution=record.fjellheim, rule=rule, threshold=threshold, by=record.bo)


def test_late_mentoring_warns_from_the_threshold_on_and_not_within_what_the_two_agreed(record):
    begun = clock.now()
    with clock.at(begun + dt.timedelta(weeks=7)):
        assert "mentoring_late" not in warned(record.anna)
    with clock.at(begun + dt.timedelta(weeks=9)):
        assert warned(record.anna)["mentoring_late"].startswith("Ingen samtale er holdt siden")

    series = make_series(record, weeks=12)
    with clock.at(begun + dt.timedelta(weeks=9)):
        assert "mentoring_late" not in warned(record.anna)
    make_session(series, "held", days=-1)
    with clock.at(begun + dt.timedelta(weeks=13)):
        assert warned(record.anna)["mentoring_late"].startswith("Siste samtale var")
    make_session(series, days=7 * 14)
    with clock.at(begun + dt.timedelta(weeks=13)):
        assert "mentoring_late" not in warned(record.anna)


def test_the_warning_of_late_mentoring_says_that_no_source_has_a_number(record):
    with clock.at(clock.now() + dt.timedelta(weeks=9)):
        read = words(as_(record.anna).get("/min-utdanning/varsler/"))
    assert "Ingen kilde gir et tall" in read
    assert "Varsles fra 8 uker." in read


def test_leader_and_doctor_read_the_same_sentence_with_rule_and_source(record):
    bring_goal(record, "RUS-001", "sent")
    with clock.at(clock.now() + dt.timedelta(days=20)):
        leader = words(as_(record.bo).get(TEAM + "varsler/"))
        doctor = words(as_(record.anna).get("/min-utdanning/varsler/"))

    for read in (leader, doctor):
        assert "1 mål venter, siden" in read
        assert "Varsles fra 14 dager." in read
        assert "vår egen terskel, kan endres av virksomheten" in read


def test_who_has_no_record_has_no_warnings_of_their_own(record):
    assert as_(record.bo).get("/min-utdanning/varsler/").status_code == 404


def test_the_education_lead_changes_a_threshold_and_the_warning_follows(record, keeper):
    bring_goal(record, "RUS-001", "sent")

    answer = post(keeper, "/utdanning/terskler/", rule="undecided", threshold="30")

    assert answer.status_code == 302
    assert last_event() == ("warning_threshold_set", "Jorunn Bakke", "education_lead")
    with clock.at(clock.now() + dt.timedelta(days=20)):
        assert "undecided" not in warned(record.anna)
    with clock.at(clock.now() + dt.timedelta(days=30)):
        assert "undecided" in warned(record.anna)


def test_a_threshold_is_refused_from_others_and_when_it_means_nothing(record, keeper):
    fields = {"institution": record.fjellheim, "rule": "undecided", "threshold": 3}
    with refused(actions.NotPlanKeeper):
        actions.set_warning_threshold(**fields, by=record.bo)
    with refused(actions.NotPlanKeeper):
        actions.set_warning_threshold(**fields | {"institution": record.kystbyen}, by=keeper)
    with refused(actions.UnknownWarning):
        actions.set_warning_threshold(**fields | {"rule": "no_mentor"}, by=keeper)
    for wrong in (0, 99_999):
        with refused(actions.BadThreshold):
            actions.set_warning_threshold(**fields | {"threshold": wrong}, by=keeper)


def test_what_was_typed_wrongly_stays_with_its_sentence(record, keeper):
    read = as_(keeper).post("/utdanning/terskler/", {"rule": "undecided", "threshold": "-4"}).content.decode()

    assert 'value="-4"' in read
    assert not WarningThreshold.objects.exists()


# --- Waiting times ---


def test_waiting_times_are_told_by_person_with_median_and_oldest(record):
    with clock.at(NOW - dt.timedelta(days=12)):
        late = make_activity(record, sent=True)
        answered = make_activity(record, sent=True)
    with clock.at(NOW - dt.timedelta(days=8)):
        actions.sign_activity(plan_activity=answered, by=record.siri)
    with clock.at(NOW):
        read = words(as_(record.bo).get(TEAM + "ventetider/"))

    assert late.state == "sent"
    assert "Siri Dahl 1 venter" in read
    assert "median 12 dager" in read
    assert "Siste halvår: 1 besvart, halvparten innen 4 dager." in read


def test_waiting_times_of_decisions_stand_apart_from_those_of_signatures(record):
    with clock.at(NOW - dt.timedelta(days=20)):
        bring_goal(record, "RUS-001", "sent")
        decided = bring_goal(record, "RUS-002", "sent")
    with clock.at(NOW - dt.timedelta(days=14)):
        actions.sign_off_goal(plan_goal=decided, by=record.bo)
    with clock.at(NOW):
        flow = team_flow([record.anna])
        read = words(as_(record.bo).get(TEAM + "ventetider/"))

    waits = {each.key: [wait.name for wait in each.waits] for each in flow.queues}
    assert waits == {"signing": [], "opinion": [], "decision": ["Bo Lund"]}
    decisions = read.split("Venter på avgjørelse")[1]
    assert "Bo Lund 1 venter" in decisions
    assert "median 20 dager" in decisions
    assert "Siste halvår: 1 besvart, halvparten innen 6 dager." in decisions


def test_waiting_times_of_opinions_say_who_is_asked_and_how_long_it_took(record):
    with clock.at(NOW - dt.timedelta(days=9)):
        goal = bring_goal(record, "RUS-001", "completed")
    with clock.at(NOW - dt.timedelta(days=4)):
        say(goal, record.cecilie)
    with clock.at(NOW):
        flow = team_flow([record.anna])
        read = words(as_(record.bo).get(TEAM + "ventetider/")).split("Venter på uttalelse")[1]

    [queue] = [each for each in flow.queues if each.key == "opinion"]
    assert [(each.name, each.number, each.median_days) for each in queue.waits] == [("Siri Dahl", 1, 9)]
    assert "Siste halvår: 1 besvart, halvparten innen 5 dager." in read
    with clock.at(NOW):
        say(goal, record.siri)
        assert [each.waits for each in team_flow([record.anna]).queues] == [[], [], []]


def test_an_opinion_waits_for_nobody_who_cannot_give_it_any_more(record):
    """The mentor is replaced, and one of two supervisors no longer supervises: neither has it in the inbox."""
    with clock.at(NOW - dt.timedelta(days=9)):
        goal = actions.complete_goal(
            plan_goal=record.goals["RUS-001"],
            comment="Klar.",
            supervisors=[record.siri, record.stian],
            by=record.anna,
        )
    with clock.at(NOW - dt.timedelta(days=8)):
        people.assign_role(user=record.dag, role="mentor", institution=record.fjellheim, by=None)
        people.relate(
            doctor=record.anna, person=record.dag, kind="mentor", institution=record.fjellheim, by=None, replace=True
        )
        people.end_relation(relation=Relation.objects.get(doctor=record.anna, person=record.stian), by=None)
        actions.settle_waiting(doctor=record.anna)
    with clock.at(NOW):
        [queue] = [each for each in team_flow([record.anna]).queues if each.key == "opinion"]
        plan = words(as_(record.anna).get("/min-utdanning/"))
        inboxes = {
            person.full_name
            for person in (record.cecilie, record.dag, record.siri, record.stian)
            if any(task.kind == "give_opinion" for task in tasks_for(person))
        }

    assert {each.name for each in queue.waits} == inboxes == {"Dag Nes", "Siri Dahl"}
    assert "Venter på uttalelse fra Siri Dahl og Dag Nes" in plan
    assert goal.state == "completed"


# --- Arenas ---


def test_the_arena_that_gives_what_most_lack_stands_first(record):
    """Anna has documented one goal on the ward and two at the clinic; the two others have documented nothing."""
    ward, clinic = (
        organisations.save_arena(institution=record.fjellheim, name=name, by=None)
        for name in ("Avrusning", "Poliklinikk")
    )
    make_activity(record, signed=True, arena=ward, goals=[record.goals["RUS-001"]])
    make_activity(record, signed=True, arena=clinic, goals=[record.goals["RUS-001"], record.goals["RUS-002"]])
    make_activity(record, sent=True, arena=ward, goals=[record.goals["RUS-003"]])  # nobody has seen it yet
    others = make_doctors(record, 2)

    flow = team_flow([record.anna, *others])

    assert [(each.name, each.gaps, each.goals) for each in flow.arenas] == [("Poliklinikk", 4, 2), ("Avrusning", 2, 1)]
    assert (flow.gaps, flow.unknown) == (3 + 5 + 5, 3 + 3 + 3)
    read = words(as_(record.bo).get(TEAM + "ventetider/"))
    assert "Legene dine mangler 13 mål uten dokumentasjon til sammen. For 9 av dem" in read
    assert "Poliklinikk Fjellheim sykehus HF 4 2 Avrusning Fjellheim sykehus HF 2 1" in read


# --- Numbers without names ---


def test_numbers_are_withheld_below_five_and_hold_no_name(record, keeper):
    make_doctors(record, 3)

    read = words(as_(keeper).get("/utdanning/tall/"))

    assert "For få leger til å vise tall." in read
    assert "Anna" not in read


def test_from_five_on_there_are_numbers_and_still_no_name(record, keeper):
    make_doctors(record, 6)
    bring_goal(record, "RUS-001", "sent")

    read = words(as_(keeper).get("/utdanning/tall/"))

    assert "7 leger i spesialisering" in read
    assert "Under 25 prosent godkjent 7 leger" in read
    assert "Mål venter på avgjørelse vises ikke" in read
    assert "Anna" not in read
    assert "Lis 1" not in read


@pytest.mark.parametrize("who", ["anna", "bo", "cecilie", "trond", "dag"])
def test_the_numbers_are_for_those_who_keep_the_plan(record, who):
    assert as_(getattr(record, who)).get("/utdanning/tall/").status_code == 403
    assert as_(getattr(record, who)).get("/utdanning/terskler/").status_code == 403


def test_a_coordinator_sees_numbers_and_no_thresholds(record):
    give_role(record.stian, "coordinator", record.fjellheim)

    assert as_(record.stian).get("/utdanning/tall/").status_code == 200
    assert as_(record.stian).get("/utdanning/terskler/").status_code == 403


def test_the_numbers_ask_as_much_for_nine_doctors_as_for_seven(record, keeper):
    make_doctors(record, 6)
    before = queries_of(keeper, "/utdanning/tall/")
    for turn in range(2):
        doctor = people.add_user(username=f"til{turn}", full_name=f"Til {turn}", by=None)
        give_role(doctor, "doctor", record.fjellheim)

    assert queries_of(keeper, "/utdanning/tall/") == before
    assert reverse("training:numbers") == "/utdanning/tall/"
