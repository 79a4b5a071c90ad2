"""Ready to apply? Each rule alone, and Anna taken all the way by the people it takes."""

import datetime as dt
from fractions import Fraction

import pytest
from django.urls import reverse

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalSet, LearningGoal
from fagvei.people.models import User
from fagvei.training import actions
from fagvei.training.models import Employment, PlanGoal
from fagvei.training.queries.halfyear import unplaced
from fagvei.training.queries.readiness_page import readiness_page
from fagvei.training.rules import readiness
from fagvei.training.rules.readiness import Facts, conditions, is_ready
from fagvei.training.tests.browsing import as_, words
from fagvei.training.tests.factories import WITH_TEXT, bring_goal, make_activity, make_record
from fagvei.training.tests.factories_of_assessments import answer_outside, invite
from fagvei.training.tests.service_factories import (
    WRITTEN,
    confirm_part_1,
    make_absence,
    make_certificate,
    make_employment,
    make_head,
    make_part_1,
    make_placement,
    today_less,
)
from fagvei.training.tests.test_panel import call
from fagvei.training.tests.transfer_factories import take_in

PAGE = "/min-utdanning/klar/"
EVERYTHING = {
    "open_part_1": (),
    "open_goals": (),
    "is_carried_on": True,
    "sets_not_loaded": (),
    "texts_missing": 0,
    "is_practice": False,
    "confirmed_months": Fraction(78),
    "time_missing": (),
    "certificates_missing": (),
    "open_items": (),
}
MISSES = [
    ({"open_part_1": ("LIS1-001",), "is_carried_on": False}, "K-2"),
    ({"open_goals": ("RUS-001",)}, "K-1"),
    ({"sets_not_loaded": ("FKM",)}, "K-3"),
    ({"texts_missing": 3}, "K-3"),
    ({"confirmed_months": Fraction(77), "time_missing": ("77 av 78",)}, "K-4"),
    ({"time_missing": ("Del 1",)}, "K-4"),
    ({"certificates_missing": ("Fjellheim",)}, "K-5"),
    ({"open_items": ("venter",)}, "K-6"),
]


def test_everything_there_is_ready():
    found = conditions(Facts(**EVERYTHING))
    assert is_ready(found)
    assert [each.state for each in found] == ["met"] * 6
    assert {each.rule for each in found} == set(readiness.READINESS_RULES)


@pytest.mark.parametrize(("change", "code"), MISSES)
def test_each_thing_that_is_missing_stops_it_alone(change, code):
    found = conditions(Facts(**EVERYTHING | change))
    assert not is_ready(found)
    assert [each.rule.code for each in found if each.state == "missing"] == [code]


def test_part_1_is_approved_once_and_carried_on():
    assert is_ready(conditions(Facts(**EVERYTHING | {"open_part_1": ("LIS1-001", "FKM-01")})))


def test_goals_without_text_pass_in_practice_alone_and_say_so():
    found = conditions(Facts(**EVERYTHING | {"texts_missing": 3, "is_practice": True}))
    assert (is_ready(found), [each.state for each in found if each.rule.code == "K-3"]) == (True, ["practice"])


def test_too_little_time_cannot_pass_in_silence():
    with pytest.raises(ValueError, match="Too little time"):
        conditions(Facts(**EVERYTHING | {"confirmed_months": Fraction(1)}))


# --- Anna's page ---


def served(record, *, months=84, with_part_1=True):
    make_head(record)
    start = (today_less(1).replace(day=1) - dt.timedelta(days=31 * months)).replace(day=1)
    if with_part_1:
        start = make_part_1(record, start)
    confirm_part_1(record, completed_on=start)
    return make_placement(record, make_employment(record, starts_on=start))


def approve_all(record):
    for code in record.goals:
        make_activity(record, signed=True, goals=[record.goals[code]])
        bring_goal(record, code, "approved")


def test_the_page_names_what_is_missing_who_can_mend_it_and_where(record):
    page = as_(record.anna).get(PAGE)
    read = words(page)
    assert "RUS-001 er ikke påbegynt Kan ordnes av deg" in read
    assert record.goals["RUS-001"].get_absolute_url() in page.content.decode()
    assert "Del 1 er ikke bekreftet Kan ordnes av Bo Lund" in read
    assert "0 av 78 måneder er bekreftet, minst 78 gjenstår" in read
    assert "Du er klar til å søke" not in read


def test_she_is_ready_when_goals_time_and_certificate_are_there_and_nothing_waits(record):
    served(record)
    approve_all(record)
    make_certificate(record, to="leader_signed")
    sent = make_activity(record, sent=True)
    assert codes_missing(record.anna) == ["K-5", "K-6"]
    read = words(as_(record.anna).get(PAGE))
    assert "signert av lederen Kan ordnes av Mari Foss" in read
    assert "venter på signering Kan ordnes av Siri Dahl" in read

    actions.sign_activity(plan_activity=sent, by=record.siri)
    actions.sign_certificate(certificate=record.anna.service_certificates.get(), by=make_head(record))

    assert codes_missing(record.anna) == []
    assert "Du er klar til å søke spesialistgodkjenning." in words(as_(record.anna).get(PAGE))


def test_a_common_goal_of_part_1_is_carried_on_and_one_of_part_3_is_not(record):
    LearningGoal.objects.filter(code="FKM-01").update(part="1")
    LearningGoal.objects.filter(code="FKM-02").update(part="2/3")
    open_before = missing(record.anna, "K-2")
    assert [item.text for item in open_before] == ["FKM-01 er ikke påbegynt"]
    served(record)
    assert missing(record.anna, "K-2") == ()
    assert "FKM-02 er ikke påbegynt" in [item.text for item in missing(record.anna, "K-1")]
    assert "FKM-01 er ikke påbegynt" not in [item.text for item in missing(record.anna, "K-1")]


def test_a_set_that_is_not_loaded_stops_a_real_doctor(record):
    GoalSet.objects.filter(code="fkm").update(expected_goals=75)
    served(record)
    assert "K-3" not in codes_missing(record.anna)
    User.objects.filter(pk=record.anna.pk).update(is_demo=False)
    assert [item.text for item in missing(User.objects.get(username="anna"), "K-3")] == [
        "FKM: 2 av 25 mål er lastet inn"
    ]


def test_without_a_plan_nobody_is_ready(cast):
    page = readiness_page(cast.anna)
    assert (page.has_plan, page.is_ready) == (False, False)
    assert "Du har ingen utdanningsplan i en spesialitet ennå." in words(as_(cast.anna).get(PAGE))


def test_the_leader_reads_the_same_page_with_links_to_the_leaders_pages(cast):
    record = make_record(cast)
    theirs = reverse("training:doctor_readiness", args=[record.anna.public_id])
    assert theirs in as_(record.bo).get(reverse("training:plan", args=[record.anna.public_id])).content.decode()

    answer = as_(record.bo).get(theirs)
    page, read = answer.content.decode(), words(answer)

    assert "RUS-001 er ikke påbegynt Kan ordnes av Anna Berg" in read
    assert "Del 1 er ikke bekreftet Kan ordnes av deg" in read
    assert reverse("training:service", args=[record.anna.public_id]) in page
    assert "/min-utdanning/" not in page.partition("<main")[2].partition("</main")[0]
    assert AccessLog.objects.filter(reader_name="Bo Lund", subject_id=str(record.anna.public_id)).exists()
    people = (record.anna, record.cecilie, record.dag)
    assert [as_(person).get(theirs).status_code for person in people] == [403, 403, 404]


# --- The set of the day, certificates that no longer hold, and what waits elsewhere ---


def test_a_goal_that_is_new_in_the_set_is_missing_until_the_leader_takes_it_in(record):
    served(record)
    approve_all(record)
    assert missing(record.anna, "K-1") == ()
    new = curriculum.save_goal(code="RUS-099", goal_set=record.goals["RUS-001"].goal.goal_set, by=None)
    curriculum.publish_revision(goal=new, valid_from_on=clock.today(), by=None, **WITH_TEXT)

    (item,) = missing(record.anna, "K-1")
    assert (item.text, item.who) == ("RUS-099 er nytt i forskriften og ikke tatt inn i planen", "Bo Lund")
    assert as_(record.anna).get(item.url).status_code == 200

    actions.add_missing_goals(plan=record.plan, by=record.bo)
    assert [each.text for each in missing(record.anna, "K-1")] == ["RUS-099 er ikke påbegynt"]


def test_a_goal_that_has_ended_is_asked_for_no_longer(record):
    ended = record.goals["RUS-002"]
    before = [item.text for item in missing(record.anna, "K-1")]
    assert ended in unplaced(record.anna).goals
    ended.goal.revisions.update(valid_to_on=clock.today() - dt.timedelta(days=1))
    assert "RUS-002 er ikke påbegynt" in before
    assert [item.text for item in missing(record.anna, "K-1")] == [
        text for text in before if text != "RUS-002 er ikke påbegynt"
    ]
    assert ended not in unplaced(record.anna).goals


def test_a_workplace_that_is_no_institution_says_why_nobody_can_sign(record):
    """As it may stand from before such service was refused."""
    confirm_part_1(record)
    employment = make_employment(record)
    make_placement(record, employment)
    Employment.objects.filter(pk=employment.pk).update(institution=None, employer="Avtalespesialisten på hjørnet")
    (item,) = missing(record.anna, "K-5")
    assert "arbeidsgiveren er ikke en utdanningsvirksomhet i Fagvei" in item.text
    assert (item.who, item.url) == ("den som holder virksomhetene oppdatert", "")


def test_part_1_without_registered_periods_names_who_can_mend_it(record):
    served(record, months=10, with_part_1=False)
    assert [(item.text, item.who) for item in missing(record.anna, "K-4")][1:] == [(NO_PART_1, "deg")]


NO_PART_1 = "Del 1 er bekreftet, men bare 0 av 12 måneder i sykehus og 0 av 6 i kommune er registrert som tjeneste. Registrer periodene."


def test_enough_time_in_all_is_not_enough_without_part_1(record):
    served(record, with_part_1=False)
    assert [item.text for item in missing(record.anna, "K-4")] == [NO_PART_1]


def test_eighteen_months_in_a_hospital_are_no_part_1(record):
    first = dt.date(2015, 1, 1)
    after = dt.date(2016, 7, 1)
    hospital = make_employment(record, starts_on=first, ends_on=after - dt.timedelta(days=1))
    make_placement(record, hospital, kind="part_1_hospital")
    confirm_part_1(record, completed_on=after)
    make_placement(record, make_employment(record, starts_on=after))
    (item,) = missing(record.anna, "K-4")
    assert "18 av 12 måneder i sykehus og 0 av 6 i kommune" in item.text


def test_a_certificate_that_says_no_is_no_ground_for_an_application(record):
    served(record)
    made = make_certificate(record, to="draft")
    actions.write_certificate(certificate=made, by=record.bo, **WRITTEN | {"satisfactory": "no"})
    for signer in (record.bo, make_head(record)):
        actions.sign_certificate(certificate=made, by=signer)
    (item,) = missing(record.anna, "K-5")
    assert "sier at tjenesten ikke er utført tilfredsstillende" in item.text
    assert (item.who, item.url) == ("Bo Lund", made.get_absolute_url())


def test_a_certificate_that_says_something_else_than_what_is_confirmed_now_must_be_made_anew(record):
    placement = served(record)
    made = make_certificate(record)
    assert missing(record.anna, "K-5") == ()

    make_absence(record, placement, ends_on=placement.starts_on + dt.timedelta(days=600))

    (item,) = missing(record.anna, "K-5")
    assert "tjenesten er endret etter signeringen" in item.text
    actions.annul_certificate(certificate=made, reason="Fravær kom til.", by=record.bo)
    make_certificate(record)
    assert missing(record.anna, "K-5") == ()


@pytest.mark.parametrize(("months", "is_needed"), [(74, True), (90, False)])
def test_time_after_the_certificate_must_be_in_it_when_it_is_needed(record, months, is_needed):
    served(record, months=months)
    made = make_certificate(record)
    with clock.at(clock.now() + dt.timedelta(days=100)):
        assert missing(record.anna, "K-4") == ()
        assert len(missing(record.anna, "K-5")) == is_needed
        assert made.state == "signed"


def test_nothing_waits_elsewhere_either(record):
    served(record)
    take_in(record)
    answer_outside(invite(record))
    call(record)
    found = {item.text: item.who for item in missing(record.anna, "K-6")}
    assert found == {
        "«Kunne dette» er overført og ikke avgjort": "Bo Lund",
        "«Vurderingssamtaler» er overført og ikke avgjort": "Bo Lund",
        "«Samtale på poliklinikken» er besvart, ikke signert": "Ragnhild Foss",
        "Evalueringskollegium: innkalt": "Bo Lund",
    }
    for item in missing(record.anna, "K-6"):
        assert as_(record.anna).get(item.url).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(cast, number, django_assert_num_queries):
    record = make_record(cast, goals=3 * number)
    for _each in range(number):
        make_activity(record, sent=True)
    served(record)
    with django_assert_num_queries(QUESTIONS):
        assert readiness_page(record.anna).conditions
    assert PlanGoal.objects.count() == 3 * number + 2


QUESTIONS = 22


def missing(doctor, code):
    return next(each.missing for each in readiness_page(doctor).conditions if each.rule.code == code)


def codes_missing(doctor):
    return [each.rule.code for each in readiness_page(doctor).conditions if each.state == "missing"]
