"""How often a course is normally run: set by the liaison in versions, and what has no date in the plan follows."""

import json

import pytest

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.actions import Frequency
from fagvei.courses.loaders.packs import FrequencyEntry, load_frequency
from fagvei.courses.models import FrequencyPattern, FrequencyVersion, PlanSlot
from fagvei.courses.queries.frequency_page import frequency_page
from fagvei.courses.rules.frequency import follow
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.external_factories import make_external
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event

WHERE = {"source": "Møte i kurskomiteen 3. mai", "reason": "Færre søkere enn ventet."}
ADDRESS = "/kursplan/kurs/RUS-GK1/frekvens/"
FORM = f"{ADDRESS}helse-sor-ost/"
PACKED = {"source": "Siden", "retrieved_on": "2026-11-22", "verification": "primary"}


@pytest.fixture(autouse=True)
def real(settings):
    settings.FAGVEI_DEMO = False


@pytest.fixture
def course(cast):
    return make.make_course(cast)


def year(later: int) -> int:
    return clock.today().year + later


def say(cast, course, *pattern, begins=1, half=2, **changes):
    wanted = Frequency(pattern, year(begins), half, changes.pop("is_at_least", False))
    given = {"course": course, "centre": cast.centre, "wanted": wanted, "by": cast.eva, **WHERE}
    return actions.set_frequency(**given | changes)


def plan(course, state=PlanSlot.State.PLANNED) -> list[tuple[int, int]]:
    rows = course.slots.filter(state=state).order_by("year", "half", "pk")
    return [(slot.year - year(0), slot.half) for slot in rows]


# --- The rule ---

NOW = (2027, 1)


@pytest.mark.parametrize(
    ("wanted", "half", "planned", "settled", "out", "moved", "new"),
    [
        # What is missing comes, in the half-year that is asked for.
        ({2028: 1, 2029: 0}, 2, [], [], [], {}, [(2028, 2)]),
        # What is too much goes; what lies in another half-year goes before what lies right.
        ({2028: 1}, 2, [(7, 2028, 1), (8, 2028, 2)], [], [7], {}, []),
        ({2028: 0}, 2, [(7, 2028, 1)], [], [7], {}, []),
        # What is right in number and wrong in half-year is moved.
        ({2028: 1}, 2, [(7, 2028, 1)], [], [], {7: (2028, 2)}, []),
        # What is settled stands, and is part of what is asked for, in whichever half-year it lies.
        ({2028: 1}, 2, [(7, 2028, 2)], [(2028, 1)], [7], {}, []),
        ({2028: 0}, 2, [], [(2028, 1)], [], {}, []),
        # Without a half-year the two take turns.
        ({2028: 3}, None, [(7, 2028, 1)], [], [], {}, [(2028, 2), (2028, 1)]),
        # Nothing is put in, moved to or taken out of what is over.
        ({2027: 1}, 1, [], [], [], {}, [(2027, 1)]),
        ({2026: 1}, 1, [(7, 2026, 2)], [], [], {}, []),
    ],
)
def test_the_plan_follows_where_it_has_no_date(wanted, half, planned, settled, out, moved, new):
    found = follow(wanted, half=half, is_at_least=False, planned=planned, settled=settled, now=NOW)
    assert (found.out, found.moved, found.new) == (out, moved, new)


def test_at_least_takes_nothing_out():
    found = follow({2028: 1}, half=2, is_at_least=True, planned=[(7, 2028, 2), (8, 2028, 2)], settled=[], now=NOW)
    assert (found.out, found.moved, found.new) == ([], {}, [])


# --- The action ---


def test_a_version_fills_the_plan_and_says_source_and_reason_to_all(cast, course):
    done = say(cast, course, 1, 1, 0)

    held = FrequencyPattern.objects.get()
    assert (held.pattern, held.first_year, held.half, held.version) == ([1, 1, 0], year(1), 2, 2)
    assert (held.source, held.verification) == (WHERE["source"], "imported")
    assert plan(course) == [(1, 2), (2, 2), (4, 2), (5, 2)]
    assert last_event() == ("frequency_set", "Eva Strand", "liaison")
    assert done.version.digest() == FrequencyVersion.objects.get().digest()
    text = words(as_(None).get(ADDRESS))
    told = f"kjøringer år for år fra {year(1)}: 1, 1, 0, og så forfra igjen, høst"
    assert all(
        each in text for each in (told, WHERE["source"], WHERE["reason"], "Versjon 2", "Versjon 1: ikke oppgitt")
    )
    assert "Eva Strand" not in text
    slot = course.slots.first()
    assert WHERE["reason"] in words(as_(None).get(slot.get_absolute_url()))


def test_what_has_a_date_or_is_on_pause_stands_and_the_rest_follows(cast, course):
    say(cast, course, 1)
    first, second, third, *_rest = course.slots.order_by("year")
    starts_on = make.in_days(0).replace(year=year(1), month=10, day=4)
    actions.settle_run(slot=first, details=make.details(starts_on, deviation_reason="Øvelse."), by=cast.eva)
    actions.pause_slot(slot=second, reason="Venter på kursleder.", by=cast.eva)

    done = say(cast, course, 0, 0, 0, 1, 0, half=1)

    assert plan(course, PlanSlot.State.DATED) == [(1, 2)]
    assert plan(course, PlanSlot.State.PAUSED) == [(2, 2)]
    assert plan(course) == [(4, 1)]
    assert (len(done.followed.out), len(done.followed.moved), len(done.followed.new)) == (2, 1, 0)
    third.refresh_from_db()
    assert (third.state, third.events.last().reason) == ("cancelled", WHERE["reason"])


def test_what_is_on_pause_gets_no_other_beside_it(cast, course):
    say(cast, course, 1)
    second = course.slots.order_by("year")[1]
    actions.pause_slot(slot=second, reason="Venter på kursleder.", by=cast.eva)
    say(cast, course, 1, half=1)
    assert 2 not in dict(plan(course))
    assert plan(course, PlanSlot.State.PAUSED) == [(2, 2)]


def test_the_warning_of_the_plan_follows(cast, course):
    entry = {"course": course, "region": cast.region, "by": None}
    actions.save_pattern(**entry, pattern=[1], first_year=year(1), sentence="hvert år")
    make.make_slot(cast, course)
    assert "sjeldnere enn normalfrekvensen («hvert år»)" in words(as_(None).get("/kursplan/rus/"))
    say(cast, course, 1)
    assert "sjeldnere enn normalfrekvensen" not in words(as_(None).get("/kursplan/rus/"))
    for slot in course.slots.filter(state="planned"):
        actions.cancel_slot(slot=slot, reason="Øvelse.", by=cast.eva)
    assert "sjeldnere enn normalfrekvensen («1 kjøring hvert år, høst»)" in words(as_(None).get("/kursplan/rus/"))


@pytest.mark.parametrize(
    ("pattern", "changes", "code"),
    [
        ((1,), {"source": " "}, "frequency_reason_missing"),
        ((1,), {"reason": ""}, "frequency_reason_missing"),
        ((), {}, "pattern_wrong"),
        ((10,), {}, "pattern_wrong"),
        ((-1,), {}, "pattern_wrong"),
        ((1,) * 13, {}, "pattern_wrong"),
    ],
)
def test_what_is_refused(cast, course, pattern, changes, code):
    assert refused(lambda: say(cast, course, *pattern, **changes)) == code
    assert (FrequencyVersion.objects.count(), course.slots.count()) == (0, 0)


def test_the_same_once_more_and_a_course_of_others_are_refused(cast, course):
    say(cast, course, 1, 0)
    assert refused(lambda: say(cast, course, 1, 0)) == "frequency_unchanged"
    assert refused(lambda: say(cast, make_external(cast), 1, 0)) == "externally_arranged"


def test_only_the_liaison_and_where_none_is_each_in_its_own_region(cast, course):
    joint.eli_of(cast)
    eli = cast.eli
    assert refused(lambda: say(cast, course, 1, by=eli)) == "not_liaison"
    assert [as_(each).get(FORM).status_code for each in (cast.eva, eli, cast.anna)] == [200, 403, 403]
    assert as_(cast.eva).get(f"{ADDRESS}ingen-region/").status_code == 404
    common = joint.make_common_course(cast)
    assert refused(lambda: say(cast, common, 2, by=eli)) == "not_liaison"
    assert refused(lambda: say(cast, common, 2, by=eli, centre=cast.centre_elsewhere)) == ""
    other = f"/kursplan/kurs/{common.code}/frekvens/helse-sor-ost/"
    answer = post(eli, other, pattern="2", first_year=str(year(1)), **WHERE)
    assert "Bare RegUt-en som er fagkontakt for kurset" in words(answer)
    assert not common.patterns.filter(region=cast.region).exists()
    may_set = {each.centre: each.may_set for each in frequency_page(common, eli)}
    assert may_set == {cast.centre: False, cast.centre_elsewhere: True}


def test_a_pack_does_not_take_it_back(cast, course):
    entry = FrequencyEntry(
        course="RUS-GK1", region="helse-sor-ost", pattern=[1, 1, 0], sentence="to år på rad", **PACKED
    )
    load_frequency(entry, by=None)
    say(cast, course, 2)
    assert load_frequency(entry, by=None).note
    held = FrequencyPattern.objects.get()
    assert (held.pattern, held.sentence) == ([2], "")
    assert "Versjon 1: to år på rad" in words(as_(None).get(ADDRESS))


def test_in_the_demo_what_a_source_says_stands_and_the_rest_may_be_made_up(cast, course, settings):
    settings.FAGVEI_DEMO = True
    actions.save_pattern(course=course, region=cast.region, by=None, pattern=[1], sentence="hvert år")
    assert not say(cast, course, 2).version.is_applied
    assert (FrequencyPattern.objects.get().pattern, course.slots.count()) == ([1], 0)
    assert "(forslag i demoen)" in words(as_(None).get(ADDRESS))
    other = make.make_course(cast, "RUS-GK2")
    assert say(cast, other, 1).version.is_applied
    assert FrequencyPattern.objects.get(course=other).is_demo
    assert say(cast, other, 2).version.is_applied


# --- The page ---


def test_eva_changes_it_on_the_page(cast, course):
    actions.save_pattern(course=course, region=cast.region, by=None, pattern=[1, 0], half=1, first_year=year(0))
    shown = as_(cast.eva).get(FORM).context["form"].initial
    assert shown == {"pattern": "1,0", "first_year": year(0), "half": 1, "is_at_least": False}
    given = {"pattern": "0, 1", "first_year": str(year(1)), "half": "", **WHERE}
    answer = post(cast.eva, FORM, **given)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert plan(course) == [(2, 1), (4, 1)]
    for field, sentence in (
        ("pattern", "Skriv tall fra 0 til 9 med komma mellom"),
        ("source", "Skriv hvor det er bestemt."),
        ("reason", "Skriv hvorfor normalfrekvensen endres."),
    ):
        assert sentence in words(post(cast.eva, FORM, **given | {field: "x" if field == "pattern" else ""}))


def test_the_way_there_stands_on_the_plan_and_the_course(cast, course):
    for address in ("/kursplan/rus/", "/kurs/RUS-GK1/gjennomforinger/"):
        assert f'href="{ADDRESS}"' in as_(None).get(address).content.decode()
    assert "Endre" not in words(as_(None).get(ADDRESS))
    assert FORM in as_(cast.eva).get(ADDRESS).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_questions_however_many_versions(cast, course, django_assert_num_queries, number):
    for each in range(number):
        say(cast, course, each + 1)
    with django_assert_num_queries(4):
        regions = frequency_page(course, cast.eva)
    assert [len(each.versions) for each in regions] == [number]
    assert json.dumps(regions[0].versions[0].pattern) == f"[{number}]"


def test_the_page_of_the_course_tells_what_is_set_since_beside_what_the_source_says(cast, settings, client):
    settings.FAGVEI_DEMO = False
    course = make.make_course(cast)
    page = f"/kurs/{course.code}/gjennomforinger/"
    assert "Hyppighet, satt av RegUt" not in words(client.get(page))
    wanted = Frequency((1, 0), clock.today().year)
    actions.set_frequency(course=course, centre=cast.centre, wanted=wanted, source="Møte", reason="Færre.", by=cast.eva)
    for headers in ({}, {"HX-Request": "true"}):
        text = words(client.get(page, headers=headers))
        assert f"Hyppighet, satt av RegUt: {cast.region.name} {course.patterns.get().words}." in text
    assert "Hyppighet ifølge kilden" in words(client.get(course.get_absolute_url()))
