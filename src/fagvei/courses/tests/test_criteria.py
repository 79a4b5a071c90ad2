"""A course's own ranking: set in versions by the liaison, judged by the host where only people can, told to each applicant."""

import datetime as dt
from math import ceil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound, CriteriaVersion, CriterionCase, CriterionJudgement, ManualChange
from fagvei.courses.queries import tasks_for
from fagvei.courses.queries.application_page import application_page
from fagvei.courses.queries.seats import newest_allocation, problem_of, replayed
from fagvei.courses.queries.why import sentences_of
from fagvei.courses.rules.names import names_person
from fagvei.courses.rules.seats import DAYS_IN_A_MONTH, months_enough
from fagvei.courses.tests import criteria_factories as own
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.seat_checks import assert_seats_sound
from fagvei.planning.seats import Applicant, Claim, Problem, Reasons, Run, solve
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event


@pytest.fixture
def course(cast):
    return make.make_course(cast)


def test_the_liaison_sets_them_with_source_and_reason_for_all_to_read(cast, course):
    version = own.set_criteria(cast, course)
    assert [(each.kind, each.words) for each in version.criteria.all()] == [
        ("by_hand", own.NEEDS_IT),
        ("seniority", "Lengst tjeneste i spesialiteten ved kursstart går først. Tjeneste i del 1 teller ikke."),
    ]
    assert last_event() == ("ranking_criteria_set", "Eva Strand", "liaison")
    text = words(as_(None).get(reverse("courses:criteria", args=[course.code])))
    assert f"1. {own.NEEDS_IT} (vurderes av RegUt for hver søker)" in text
    assert "Kursets eget valg: Vedtak i kurskomiteen" in text
    assert ("Gjelder nå" in text, "Sett nye" in text) == (True, False)


def test_a_newer_version_replaces_and_none_brings_the_common_rule_back(cast, course):
    own.set_criteria(cast, course)
    own.set_criteria(cast, course, [], valid_from_on=make.in_days(30), reason="Ikke nødvendig lenger.")
    address = reverse("courses:criteria", args=[course.code])
    text = words(as_(None).get(address))
    assert ("Den felles regelen:" in text, "Kurset følger den felles regelen:" in text) == (True, False)
    with clock.at(clock.now() + make.DAY * 40):
        assert "Kurset følger den felles regelen:" in words(as_(None).get(address))
    assert CriteriaVersion.objects.count() == 2


REFUSED = [
    ({"source": " "}, "criteria_reason_missing"),
    ({"reason": ""}, "criteria_reason_missing"),
    ({"criteria": [("by_hand", "")]}, "criterion_wrong"),
    ({"criteria": [("seniority", "Lengst ventet.")]}, "criterion_wrong"),
    ({"criteria": [("seniority", ""), ("seniority", "")]}, "criterion_wrong"),
    ({"criteria": [("first_come", "")]}, "criterion_wrong"),
    ({"criteria": []}, "criteria_unchanged"),
    ({"valid_from_on": dt.date(2020, 1, 1)}, "criteria_in_the_past"),
]


def test_what_is_refused(cast, course):
    found = [refused(lambda given=changes: own.set_criteria(cast, course, **given)) for changes, _code in REFUSED]
    assert found == [code for _changes, code in REFUSED]
    assert not CriteriaVersion.objects.exists()


def test_only_the_liaison_and_not_where_another_gives_the_seats(cast, course):
    eli = joint.eli_of(cast)
    assert refused(lambda: own.set_criteria(cast, course, by=eli)) == "not_liaison"
    assert refused(lambda: own.set_criteria(cast, course, by=cast.bo)) == "not_liaison"
    outside = make.make_course(cast, "EKSTERN", organiser="external", external_url="https://example.org/kurs")
    assert refused(lambda: own.set_criteria(cast, outside)) == "seats_given_elsewhere"


def test_an_announced_run_keeps_the_rule_it_was_announced_with(cast, course):
    opens_on = make.in_days(20)
    make.make_run(cast, course, announced=True, opens_on=opens_on, deviation_reason="Sent ute.")
    assert refused(lambda: own.set_criteria(cast, course)) == "criteria_announced"
    assert refused(lambda: own.set_criteria(cast, course, valid_from_on=opens_on)) == "criteria_announced"
    own.set_criteria(cast, course, valid_from_on=opens_on + make.DAY)


def test_the_round_has_the_version_that_held_when_it_opened(cast, course):
    with clock.at(clock.now() - make.DAY * 7):
        own.set_criteria(cast, course, [("own_region", "")])
    found = seats.make_round(cast, 1, course=course)
    own.set_criteria(cast, course, valid_from_on=make.in_days(1))
    seats.apply(cast, found, cast.anna)
    with seats.after_deadline(found):
        problem = problem_of(found)
    assert (problem.components, problem.applicants[0].claims[0].values) == (("own_region",), (1,))


@pytest.fixture
def three(cast):
    """One seat. The first has the longest service; the third has said nothing."""
    doctors = seats.make_doctors(cast, 3)
    for doctor, days in zip(doctors, (600, 500, 400), strict=True):
        seats.serve(cast, doctor, days, clock.today())
    return own.make_judged_round(cast, doctors)


def test_the_doctor_says_why_until_the_deadline_and_the_leader_does_not_see_it(cast):
    found = own.make_open_round(cast)
    address = reverse("courses:apply", args=[found.round_runs.get().run.public_id])
    assert f"Kursets regel: {own.NEEDS_IT}" in words(as_(cast.anna).get(address))
    post(cast.anna, address, wish_1=seats.keys(found)[0], case_1="Jeg leder et avsnitt.")
    row = found.applications.get()
    assert [each.text for each in row.cases.all()] == ["Jeg leder et avsnitt."]
    assert "Jeg leder et avsnitt." in words(as_(cast.anna).get(row.get_absolute_url()))
    assert "Jeg leder et avsnitt." not in words(as_(cast.bo).get(row.get_absolute_url()))
    change = reverse("courses:change_application", args=[row.public_id])
    assert "Jeg leder et avsnitt." in as_(cast.anna).get(change).content.decode()
    post(cast.anna, change, wish_1=row.wishes[0], case_1="")
    assert (CriterionCase.objects.count(), application_page(row, is_own=True).own_criteria) == (2, [])


def test_nobody_is_seen_before_the_deadline(cast):
    found = own.make_open_round(cast)
    row = seats.apply(cast, found, cast.anna)
    verdict = actions.Verdict(row.key, 1, True, "Ja.")
    assert refused(lambda: actions.judge_applicants(round=found, verdicts=[verdict], by=cast.eva)) == "round_not_over"
    text = words(as_(cast.eva).get(reverse("courses:judgements", args=[found.public_id])))
    assert ("Anna Berg" in text, "Søkerne vises når fristen er ute." in text) == (False, True)


def test_all_are_judged_before_the_preview_and_the_judged_go_first(cast, three):
    found, rows = three
    assert [each.kind for each in tasks_for(cast.eva)] == ["seats_judge"]
    own.judge(cast, found, lege000=False, lege001=False)
    assert last_event() == ("course_applicant_judged", "Eva Strand", "host")
    assert refused(lambda: actions.preview_allocation(round=found, by=cast.eva)) == "judgement_missing"
    own.judge(cast, found, lege002=True)
    assert [each.kind for each in tasks_for(cast.eva)] == ["seats_preview"]
    seats.release(cast, found)
    problem, _answer = replayed(newest_allocation(found))
    assert problem.components == ("by_hand:1", "seniority")
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["waiting", "waiting", "offered"]
    assert_seats_sound(found)


def test_each_applicant_is_told_the_judgement_the_reason_and_what_decided(cast, three):
    found, rows = three
    own.judge(cast, found, lege000=False, lege001=False, lege002=True)
    address = rows[0].get_absolute_url()
    assert "Står ikke i stillingen." not in words(as_(rows[0].doctor).get(address))
    seats.release(cast, found)
    text = words(as_(rows[0].doctor).get(address))
    assert "Vurdert som ikke oppfylt . Står ikke i stillingen." in text
    assert "Det som skilte, var denne regelen: Leger som trenger kurset i stillingen sin, går først." in text
    assert "Med den oppfylt hadde du fått plass." in text
    assert "Kursets eget valg: Vedtak i kurskomiteen" in text
    assert "Lege 002" not in text
    assert "Vurdert som oppfylt" in words(as_(rows[2].doctor).get(rows[2].get_absolute_url()))


def test_what_no_judgement_is(cast, three):
    found, rows = three
    right = {"application": rows[0].key, "criterion": 1, "is_met": True, "reason": "Ja."}
    wrong = [{"reason": " "}, {"criterion": 2}, {"application": "en annen"}]
    said = [[actions.Verdict(**right | change)] for change in wrong]
    refusals = [
        refused(lambda given=verdicts: actions.judge_applicants(round=found, verdicts=given, by=cast.eva))
        for verdicts in [*said, []]
    ]
    assert refusals == ["judgement_reason_missing", "not_to_be_judged", "not_to_be_judged", "nothing_judged"]
    assert not CriterionJudgement.objects.exists()


def test_judged_anew_the_preview_is_outdated_and_after_release_it_is_too_late(cast, three):
    found, rows = three
    own.judge(cast, found, lege000=False, lege001=False, lege002=True)
    allocation = actions.preview_allocation(round=found, by=cast.eva)
    own.judge(cast, found, lege002=False, public_reason=WHY)
    assert refused(lambda: actions.approve_release(allocation=allocation, by=cast.eva)) == "allocation_outdated"
    seats.release(cast, found)
    rows[0].refresh_from_db()
    assert rows[0].state == "offered"
    assert refused(lambda: own.judge(cast, found, lege002=True)) == "round_released"
    assert refused(lambda: actions.judge_applicants(round=found, verdicts=[], by=cast.bo)) == "not_host"


WHY = "En bekreftelse på stillingen var lest feil."


def test_judged_anew_after_the_preview_all_applicants_see_day_and_reason_without_names(cast, three):
    found, rows = three
    own.judge(cast, found, lege000=False, lege001=False, lege002=True)
    assert not ManualChange.objects.exists()
    actions.preview_allocation(round=found, by=cast.eva)
    own.judge(cast, found, lege002=False, public_reason=WHY)
    assert last_event() == ("seats_changed_by_hand", "Eva Strand", "host")
    change = ManualChange.objects.get()
    assert (change.round, change.round_run, change.kind, change.reason) == (found, None, "judged_anew", WHY)
    said = f"{norwegian_date(clock.today())}: en søker vurdert på nytt etter forhåndsvisningen. {WHY}"
    for row in rows:
        text = words(as_(row.doctor).get(row.get_absolute_url()))
        others = {each.doctor.full_name for each in rows} - {row.doctor.full_name}
        assert said in text
        assert not any(name in text for name in {"Eva Strand", *others})
    assert said not in words(as_(cast.bo).get(rows[0].get_absolute_url()))
    assert f"Eva Strand: en søker vurdert på nytt etter forhåndsvisningen. {WHY}" in words(
        as_(cast.eva).get(found.get_absolute_url())
    )


def test_a_run_that_left_after_the_preview_does_not_make_it_unseen(cast, three):
    """What was seen was seen, whatever the round waits for now."""
    found, _rows = three
    own.judge(cast, found, lege000=False, lege001=False, lege002=True)
    actions.preview_allocation(round=found, by=cast.eva)
    ApplicationRound.objects.update(state="collecting")
    assert refused(lambda: own.judge(cast, found, lege002=False)) == "public_reason_missing"


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (" ", "public_reason_missing"),
        ("Lege  002 skrev feil.", "names_somebody"),
        ("Søknaden til LEGE002 var lest feil.", "names_somebody"),
        ("Det er lege 002s stilling.", "names_somebody"),
    ],
)
def test_the_reason_for_all_is_there_and_names_nobody(cast, three, reason, code):
    found, _rows = three
    own.judge(cast, found, lege000=False, lege001=False, lege002=True)
    actions.preview_allocation(round=found, by=cast.eva)
    assert refused(lambda: own.judge(cast, found, lege002=False, public_reason=reason)) == code
    assert (CriterionJudgement.objects.count(), ManualChange.objects.count()) == (3, 0)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kari Berg sendte den riktige avtalen.", True),
        ("Kari Marie Berg", True),
        ("Etter en henvendelse fra Berg.", True),
        ("Avtalen til karib var lest feil.", True),
        ("Bergs avtale var lest feil.", True),
        ("Kurset holdes på et berg i Bergen.", False),
        ("Kari er et vanlig navn.", False),
        ("", False),
    ],
)
def test_what_names_a_person(text, names):
    assert names_person(text, full_name="Kari Marie Berg", username="karib") is names


def test_the_page_asks_for_the_reason_for_all_once_the_answer_was_previewed(cast, three):
    found, rows = three
    page, address = (reverse(f"courses:{name}", args=[found.public_id]) for name in ("judgements", "judge_applicants"))
    own.judge(cast, found, lege000=False, lege001=False, lege002=True)
    assert "Begrunnelse til alle søkerne" not in words(as_(cast.eva).get(page))
    actions.preview_allocation(round=found, by=cast.eva)
    assert "Begrunnelse til alle søkerne" in words(as_(cast.eva).get(page))
    first = f"{rows[0].public_id.hex}_1"
    given = {f"met_{first}": "yes", f"reason_{first}": "Skal lede avsnittet."}
    assert "Alle søkerne ser begrunnelsen, uten navn." in words(post(cast.eva, address, **given))
    assert "uten navnet på den det gjelder" in words(
        post(cast.eva, address, **given, **{f"public_{first}": "Lege 000 skal lede."})
    )
    post(cast.eva, address, **given, **{f"public_{first}": WHY})
    assert ManualChange.objects.get().reason == WHY


def test_a_cut_off_is_told_of_those_who_stood_alike_and_only_of_five(cast):
    doctors = seats.make_doctors(cast, 6)
    for number, doctor in enumerate(doctors):
        seats.serve(cast, doctor, 900 - 100 * number, clock.today())
    found, rows = own.make_judged_round(cast, doctors, seats_in_run=2)
    own.judge(cast, found, **{f"lege00{number}": number == 5 for number in range(6)})
    seats.release(cast, found)
    rows[1].round.refresh_from_db()
    told = " ".join(application_page(rows[1], is_own=True).wishes[0].sentences)
    assert "Blant søkere som sto likt med deg til og med regelen før, avgjorde tjenesten:" in told
    assert "måneders tjeneste ved kursstart" in told


def of_a_judged_round(*people):
    """One seat. Each is (met, months of service)."""
    applicants = tuple(
        Applicant(f"p{number}", number, (Claim("x", (met, ceil(months * DAYS_IN_A_MONTH))),))
        for number, (met, months) in enumerate(people)
    )
    problem = Problem(("by_hand:1", "seniority"), (Run("x", 1),), applicants)
    return Reasons(problem, solve(problem))


def told_last(reasons):
    who = reasons.problem.applicants[-1].key
    own = {"by_hand:1": own_rule, "seniority": "Lengst tjeneste."}
    return sentences_of(reasons, who, reasons.of(who)[0], own)[3:-1]


own_rule = "Den trenger kurset."
ALONE = "Lengre tjeneste alene hadde ikke gitt deg plass."


@pytest.mark.parametrize(
    ("others", "mine", "said"),
    [
        # To meet it was enough.
        ([(1, 10)], (0, 20), ["Med den oppfylt hadde du fått plass.", ALONE]),
        # It was not: among five who meet it, service decided.
        (
            [(1, 30), *[(1, 5)] * 4],
            (0, 20),
            ["Med den oppfylt hadde du også trengt minst 30 måneders tjeneste ved kursstart. Du har 20.", ALONE],
        ),
        # Of four nothing is told in months.
        (
            [(1, 30), *[(1, 5)] * 3],
            (0, 20),
            ["Med den oppfylt hadde du også trengt lengre tjeneste for å få plass.", ALONE],
        ),
    ],
)
def test_where_a_criterion_decided_it_is_said_exactly_what_would_have_done(others, mine, said):
    # A day or two less than the month, so that a whole one is enough.
    reasons = of_a_judged_round(*[(met, months - 0.05) for met, months in others], mine)
    assert told_last(reasons) == said


@pytest.mark.parametrize("days", [0, 1, 30, 31, 365, 366, 730, 731, 4000])
def test_months_that_are_enough_are_enough_and_one_less_is_not(days):
    assert (months_enough(days) - 1) * DAYS_IN_A_MONTH < days <= months_enough(days) * DAYS_IN_A_MONTH


def test_the_officer_judges_on_the_page_and_the_course_leader_reads(cast, three):
    found, rows = three
    page, address = (reverse(f"courses:{name}", args=[found.public_id]) for name in ("judgements", "judge_applicants"))
    assert page in as_(cast.eva).get(found.get_absolute_url()).content.decode()
    text = words(as_(cast.eva).get(page))
    assert "3 vurderinger gjenstår" in text
    assert "Søkeren skriver: Jeg skal lede abstinensavsnittet." in text
    first = f"{rows[0].public_id.hex}_1"
    bad = post(cast.eva, address, **{f"met_{first}": "yes", f"reason_{first}": ""})
    assert "Skriv hvorfor. Søkeren får se det." in words(bad)
    post(cast.eva, address, **{f"met_{first}": "yes", f"reason_{first}": "Skal lede avsnittet."})
    assert (CriterionJudgement.objects.get().is_met, CriterionJudgement.objects.get().reason) == (
        True,
        "Skal lede avsnittet.",
    )
    text = words(as_(cast.geir).get(page))
    assert ("Oppfylt . Skal lede avsnittet. Eva Strand" in text, "Lagre vurderingene" in text) == (True, False)
    assert post(cast.geir, address).status_code == 403
    assert as_(cast.anna).get(page).status_code == 404


def test_the_liaison_sets_them_on_the_page_and_the_run_shows_them(cast, course):
    address = reverse("courses:set_criteria", args=[course.code])
    given = {"valid_from_on": f"{clock.today()}", "kind_1": "own_region", "source": "Vedtak", "reason": "Kort reise."}
    bad = post(cast.eva, address, **given | {"kind_2": "by_hand"})
    assert "Skriv regelen slik den står i kunngjøringen." in words(bad)
    bad = post(cast.eva, address, **given | {"sentence_1": "Fra nord."})
    assert "Det Fagvei regner ut, har sin egen setning." in words(bad)
    assert post(cast.eva, address, **given).url == reverse("courses:criteria", args=[course.code])
    run = make.make_run(cast, course, announced=True)
    assert "Hvem som går først 1. Leger fra arrangørens region går først." in words(
        as_(None).get(run.get_absolute_url())
    )
    assert "Egen region" not in words(as_(cast.eva).get(address))
    assert as_(cast.bo).get(address).status_code == 403


def test_one_applicant_and_three_take_as_many_queries(cast, three, django_assert_num_queries):
    found, _rows = three
    alone, _row = own.make_judged_round(cast, [cast.anna], code="RUS-ALENE")
    client = as_(cast.eva)
    client.get(reverse("courses:judgements", args=[alone.public_id]))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("courses:judgements", args=[alone.public_id]))
    with django_assert_num_queries(len(one)):
        client.get(reverse("courses:judgements", args=[found.public_id]))
