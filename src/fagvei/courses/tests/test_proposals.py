"""A change that concerns others waits for their yes: until then what stands goes on, everywhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.courses import actions
from fagvei.courses.models import Course, CourseProposal, CourseVersion
from fagvei.courses.queries import tasks_for
from fagvei.courses.queries.catalogue import courses_of_specialty
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import proposal_factories as proposals
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.proposal_factories import WHERE
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalCoverage
from fagvei.curriculum.tests.factories import make_goal
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event, notices


@pytest.fixture(autouse=True)
def real(settings):
    settings.FAGVEI_DEMO = False


def agreed(row, by):
    return actions.agree_to_proposal(proposal=row, by=by)


def asked_of(user) -> list[str]:
    return [each.kind for each in tasks_for(user) if each.kind == "course_proposal"]


def covered(course) -> list[str]:
    return [each.goal.code for each in GoalCoverage.objects.current().filter(activity=course.activity)]


# --- A course for another RegUt's specialty ---


def test_until_the_other_liaison_says_yes_the_course_is_the_owners_alone(cast):
    row = proposals.asked_to_share(cast)
    course, other = row.course, row.specialty
    assert (last_event(), notices(cast.eli)) == (("course_proposed", "Eva Strand", "liaison"), ["course_proposed"])
    assert [asked_of(each) for each in (cast.eva, cast.eli)] == [[], ["course_proposal"]]
    assert list(course.activity.specialties.all()) == [cast.specialty]
    page = course_page = reverse("courses:runs_of_course", args=[course.code])
    assert "venter på RegUt Helse Nord" in words(as_(cast.eva).get(page))
    assert "venter på" not in words(as_(cast.anna).get(course_page))

    row = agreed(row, cast.eli)
    assert (row.state, list(courses_of_specialty(other))) == ("agreed", [course])
    assert last_event() == ("course_proposal_agreed", "Eli Myrvold", "liaison")
    assert (asked_of(cast.eli), notices(cast.eva)) == ([], ["course_proposal_answered"])
    assert "sagt ja til" in words(as_(cast.eva).get(page))


def test_the_goals_of_the_other_specialty_are_said_by_its_own_liaison(cast):
    proposals.make_other(cast)
    row = proposals.asked_to_share(cast, goals=[cast.goal_elsewhere])
    page = words(as_(cast.eli).get(row.get_absolute_url()))
    assert all(each in page for each in ("PSY-001", "spørre om traumer", WHERE["reason"], WHERE["source"]))
    assert covered(row.course) == []
    agreed(row, cast.eli)
    assert covered(row.course) == ["PSY-001"]
    assert row.course.activity.coverages.get().verification == "imported"


def test_more_goals_wait_again_and_what_was_agreed_stands(cast):
    other = proposals.make_other(cast)
    row = agreed(proposals.asked_to_share(cast, goals=[cast.goal_elsewhere]), cast.eli)
    again = {"course": row.course, "specialty": other, "goals": [cast.goal_elsewhere], "by": cast.eva}
    assert refused(lambda: actions.share_course(**again, **WHERE)) == "already_shared"
    more = make_goal(cast.goal_elsewhere.goal_set, 2)
    asked = actions.share_course(course=row.course, specialty=other, goals=[more], by=cast.eva, **WHERE)
    assert covered(row.course) == ["PSY-001"]
    actions.refuse_proposal(proposal=asked, reason="Ikke dette målet.", by=cast.eli)
    assert (covered(row.course), other in row.course.activity.specialties.all()) == (["PSY-001"], True)
    # Nor can the owner go round it: the goals of a specialty are its own liaison's.
    assert refused(
        lambda: curriculum.add_contributing_goal(goal=more, activity=row.course.activity, by=cast.eva, **WHERE)
    ) == "goal_of_another_specialty"  # fmt: skip


def test_a_no_has_a_reason_and_the_owner_may_ask_again(cast):
    row = proposals.asked_to_share(cast)
    assert refused(lambda: actions.refuse_proposal(proposal=row, reason=" ", by=cast.eli)) == "proposal_reason_missing"
    row = actions.refuse_proposal(proposal=row, reason="Vi har et eget.", by=cast.eli)
    assert (row.state, list(row.course.activity.specialties.all())) == ("refused", [cast.specialty])
    assert "Vi har et eget." in words(as_(cast.eva).get(row.get_absolute_url()))
    assert refused(lambda: agreed(row, cast.eli)) == "proposal_answered"
    again = actions.share_course(course=row.course, specialty=row.specialty, by=cast.eva, **WHERE)
    assert again.state == "waiting"


def test_what_is_refused_of_sharing(cast):
    row = proposals.asked_to_share(cast)

    def share(specialty=row.specialty, course=row.course, by=cast.eva, **changes):
        return refused(
            lambda: actions.share_course(course=course, specialty=specialty, by=by, **WHERE | changes)
        )  # fmt: skip

    assert share() == "proposal_waits"
    assert share(cast.specialty) == "already_shared"
    assert share(goals=[cast.goal_elsewhere], specialty=cast.specialty) == "goal_not_of_specialty"
    assert share(reason=" ") == "version_reason_missing"
    assert share(by=cast.eli) == "not_liaison"
    unknown = proposals.make_other(cast, "hudsykdommer", has_liaison=False)
    assert share(unknown, goals=[cast.goal_elsewhere]) == "goals_without_liaison"
    assert share(course=make.make_course(cast)) == "not_added_here"
    assert CourseProposal.objects.count() == 1


def test_where_no_source_names_a_liaison_any_other_regut_answers(cast):
    row = proposals.asked_to_share(cast, has_liaison=False)
    assert row.waits_for == "en annen RegUt"
    assert [asked_of(each) for each in (cast.eva, cast.eli)] == [[], ["course_proposal"]]
    assert refused(lambda: agreed(row, cast.eva)) == "not_asked"
    assert agreed(row, cast.eli).state == "agreed"


def test_a_new_course_waits_where_it_is_shared_with_anothers_specialty(cast):
    other = proposals.make_other(cast)
    proposals.make_added(cast, "Et annet kurs")
    given = {
        "name": "Traumer og rus", "specialty": "rus", "shared_with": "psykiatri", "organiser": "regut",
        "goals": "psy-001", **WHERE,
    }  # fmt: skip
    assert "hører ikke til spesialiteten" in words(post(cast.eva, "/nytt-kurs/", **given | {"goals": "RUS-001"}))
    assert "hører ikke til spesialiteten" in words(post(cast.eva, "/nytt-kurs/", **given | {"shared_with": ""}))
    assert "Kurset er alt for denne spesialiteten." in words(
        post(cast.eva, "/nytt-kurs/", **given | {"shared_with": "rus", "goals": ""})
    )
    answer = post(cast.eva, "/nytt-kurs/", **given)
    told = words(answer.client.get(answer.url))
    course = Course.objects.get(activity__name="Traumer og rus")
    row = course.proposals.get()
    assert "Kurset står hos den andre spesialiteten når RegUt Helse Nord har sagt ja." in told
    assert (row.specialty, row.goals, list(course.activity.specialties.all())) == (other, ["PSY-001"], [cast.specialty])


# --- A course that every RegUt answers for ---


def test_a_version_of_the_national_course_waits_for_another_regut(cast):
    row = proposals.proposed_version(cast, name="Administrasjon, ledelse og mer")
    activity = row.course.activity
    activity.refresh_from_db()
    assert (activity.hours, activity.name, CourseVersion.objects.count()) == (None, "Kurs ADMLED", 0)
    assert "Administrasjon, ledelse og mer" not in words(as_(cast.anna).get(row.course.get_absolute_url()))
    page = words(as_(cast.eli).get(row.get_absolute_url()))
    assert all(each in page for each in ("Nå: Kurs ADMLED", "Forslaget: Administrasjon, ledelse og mer", "12"))
    assert "Hvem som arrangerer" not in page  # what does not differ is not shown

    agreed(row, cast.eli)
    version = CourseVersion.objects.get()
    activity.refresh_from_db()
    assert (version.number, version.by, version.reason, activity.hours) == (2, cast.eva, WHERE["reason"], 12)
    assert activity.name == "Administrasjon, ledelse og mer"
    assert "Versjon 2" in words(as_(None).get(reverse("courses:runs_of_course", args=["ADMLED"])))


def test_nobody_answers_the_own_proposal_nor_for_the_regut_that_proposed(cast):
    row = proposals.proposed_version(cast)
    colleague = people.add_user(username="kari", full_name="Kari Moe", password="demo", by=None)
    people.assign_role(user=colleague, role="centre_officer", centre=cast.centre, by=None)
    people.assign_role(user=cast.eva, role="centre_officer", centre=cast.centre_elsewhere, by=None)
    for person in (colleague, cast.eva, cast.anna):
        assert refused(lambda person=person: agreed(row, person)) == "not_asked"
        assert refused(lambda person=person: actions.refuse_proposal(proposal=row, reason="Nei.", by=person)) == (
            "not_asked"
        )
        assert asked_of(person) == []
    assert "Ja, fra nå" not in words(as_(cast.eva).get(row.get_absolute_url()))
    assert post(cast.eva, reverse("courses:agree_to_proposal", args=[row.public_id])).status_code == 403
    assert not CourseVersion.objects.exists()


def test_it_is_taken_back_by_the_regut_that_proposed_it_and_then_another_may_propose(cast):
    row = proposals.proposed_version(cast)
    assert refused(lambda: proposals.proposed_version(cast, by=cast.eli, hours=20)) == "proposal_waits"
    assert refused(lambda: actions.withdraw_proposal(proposal=row, by=cast.eli)) == "not_proposer"
    assert actions.withdraw_proposal(proposal=row, by=cast.eva).state == "withdrawn"
    assert refused(lambda: agreed(row, cast.eli)) == "proposal_answered"
    row = proposals.proposed_version(cast, by=cast.eli, hours=20)
    agreed(row, cast.eva)
    row.course.activity.refresh_from_db()
    assert row.course.activity.hours == 20


def test_in_the_demo_the_real_national_course_stands_after_a_yes_too(cast, settings):
    row = proposals.proposed_version(cast)
    settings.FAGVEI_DEMO = True
    agreed(row, cast.eli)
    row.course.activity.refresh_from_db()
    assert (CourseVersion.objects.get().is_applied, row.course.activity.hours) == (False, None)


def test_eva_proposes_and_eli_answers_on_their_pages(cast):
    row = proposals.proposed_version(cast)
    edit = reverse("courses:edit_course", args=["ADMLED"])
    assert "Et forslag fra RegUt Helse Sør-Øst venter på svar." in words(as_(cast.eli).get(edit))
    post(cast.eva, reverse("courses:withdraw_proposal", args=[row.public_id]))
    typed = {"name": "Kurs ADMLED", "organiser": "regut", "hours": "9", **WHERE}
    row = CourseProposal.objects.get(public_id=post(cast.eva, edit, **typed).url.split("/")[-2])
    no, yes = (reverse(f"courses:{name}", args=[row.public_id]) for name in ("refuse_proposal", "agree_to_proposal"))
    post(cast.eli, no, reason="")
    row.refresh_from_db()
    assert row.is_waiting
    assert post(cast.eli, yes).url == row.get_absolute_url()
    row.course.activity.refresh_from_db()
    assert row.course.activity.hours == 9


def test_only_the_two_see_it_and_only_the_asked_one_answers(cast):
    row = proposals.asked_to_share(cast)
    middle = organisations.save_region(code="helse-midt-norge", name="Helse Midt-Norge", by=None)
    centre = organisations.save_centre(code="regut-midt", name="RegUt Midt", region=middle, by=None)
    vera = people.add_user(username="vera", full_name="Vera Vik", password="demo", by=None)
    people.assign_role(user=vera, role="centre_officer", centre=centre, by=None)
    page, yes = row.get_absolute_url(), reverse("courses:agree_to_proposal", args=[row.public_id])
    assert [as_(each).get(page).status_code for each in (cast.eva, cast.eli, vera, cast.anna)] == [200, 200, 404, 404]
    assert [post(each, yes).status_code for each in (cast.eva, vera)] == [403, 404]
    assert "Eva Strand" not in words(as_(cast.eli).get(page))
    share = reverse("courses:share_course", args=[row.course.code])
    assert [as_(each).get(share).status_code for each in (cast.eva, cast.eli, cast.anna)] == [200, 403, 403]


def test_one_proposal_and_three_are_as_many_questions(cast):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as questions:
            found = asked_of(cast.eli)
        counts.append(len(found))
        return len(questions)

    counts: list[int] = []
    proposals.proposed_version(cast)
    first = asked()
    proposals.proposed_version(cast, "ADMLED-2")
    proposals.proposed_version(cast, "ADMLED-3")
    assert (asked(), counts) == (first, [1, 3])
