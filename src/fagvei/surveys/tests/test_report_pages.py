"""The pages after a wave: the report, the plan, the records, the run charts, the country."""

import datetime as dt
import re
import uuid

import pytest
from icalendar import Calendar

from fagvei.common import clock
from fagvei.guideline import actions as guideline
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.tests import factories as guideline_make
from fagvei.people.tests.cast import make_cast
from fagvei.surveys import actions
from fagvei.surveys.models import ImprovementMeasure, SurveyRound
from fagvei.surveys.queries.report_page import report_page
from fagvei.surveys.queries.trend_page import trend_page
from fagvei.surveys.rules.shares import Reached
from fagvei.surveys.tests import factories as small
from fagvei.surveys.tests import report_factories as make


@pytest.fixture
def ward(db, settings, client):
    settings.FAGVEI_DEMO = False
    found = make.make_ward(make_cast(), [make.LOW, make.MIDDLE, make.HIGH])
    client.force_login(found.mona)
    return found


def text(response) -> str:
    return " ".join(response.content.decode().split())


def post(client, path, **data):
    return client.post(path, {"idempotency_key": str(uuid.uuid4()), **data})


def of(wave, end: str = "rapport/") -> str:
    return f"/gap/malinger/{wave.public_id}/{end}"


def in_days(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def amend(unit):
    """A new text in force."""
    kari, leif = guideline_make.make_pair()
    version = guideline_make.amend(unit, kari, short_text="Gi det ikke til noen.")
    version = guideline.approve_version(version=version, shown=digest_of(version), by=leif)
    return guideline.publish_version(version=version, by=kari)


def read_again(unit):
    """A new version with the same words."""
    kari, leif = guideline_make.make_pair()
    version = guideline.start_version(unit=unit, by=kari)
    version = guideline.edit_version(version=version, label="unchanged", reason="Lest på nytt.", by=kari)
    version = guideline.send_version(version=version, by=kari)
    version = guideline.approve_version(version=version, shown=digest_of(version), by=leif)
    return guideline.publish_version(version=version, by=kari)


def a_measure(ward, **fields):
    values = {"what": "Lage sjekkliste", "responsible": "fagsykepleier", "due_on": in_days(30), "by": ward.mona}
    values |= {"strategy": "reminders", "measured_by": "Ti journaler.", "item": ward.items[0]}
    return actions.plan_measure(survey_round=ward.wave, **{**values, **fields})


# --- The report ---


def test_the_sheet_says_strengths_gaps_and_one_question(ward, client):
    page = client.get(of(ward.wave)).context["page"]

    assert [line.item for line in page.gaps] == [ward.items[0], ward.items[1]]
    assert [line.item for line in page.strengths] == [ward.items[2]]  # it may have reached it, and that is said
    assert page.of_the_strengths.startswith("Ingenting har sikkert nådd målet. Dette kan ha nådd det")
    assert (page.question.item, page.question_kind) == (ward.items[0], "gap")
    assert [line.words for line in page.lines] == ["høyst 4 av 12", "6 av 12", "minst 8 av 12"]
    assert [line.target_words for line in page.lines] == [
        "minst 47 prosentpoeng under målet",
        "30 prosentpoeng under målet",
        "kan ha nådd målet, tallene sier det ikke sikkert",
    ]


def test_the_report_says_that_it_is_self_rated_and_has_a_table_beside_the_pictures(ward, client):
    shown = text(client.get(of(ward.wave)))
    for words in ("Styrker (selvvurdert)", "Gap (selvvurdert)", "Anbefaling for anbefaling (selvvurdert)"):
        assert words in shown
    assert "Tallene som tabell, selvvurdert" in shown
    assert shown.count("<circle") == 12 + 2
    assert "ikke målt praksis" in shown


def test_below_half_the_staff_it_is_not_representative(ward, client):
    assert "Ikke representativ" not in text(client.get(of(ward.wave)))
    few = make.make_wave(ward.survey, [make.LOW, make.MIDDLE, make.HIGH], staff=25)
    shown = text(client.get(of(few)))
    assert "Ikke representativ: færre enn halvparten" in shown
    assert "Færre enn 50 prosent av 25 ansatte svarte." in shown


def test_a_wave_is_compared_with_the_one_before(ward, client):
    second = make.make_wave(ward.survey, [make.of_people(35, 20), make.MANY, make.of_people(35, 31)], days_ago=1)
    lines = client.get(of(second)).context["page"].lines
    assert [line.before.words for line in lines] == ["høyst 4 av 12", "6 av 12", "minst 8 av 12"]
    assert [line.change_words for line in lines] == [
        "flere enn i måling 1",
        "-10 prosentpoeng siden måling 1",
        "endringen kan ikke vises uten å si noe om få",
    ]


def test_a_changed_recommendation_breaks_the_comparison_and_shows_the_words(ward, client):
    amend(ward.units[1])
    second = make.make_wave(ward.survey, [make.of_people(35, 2), make.MANY, make.of_people(35, 31)], days_ago=1)
    response = client.get(of(second))

    line = response.context["page"].lines[1]
    assert (line.before.is_changed, line.change_words) == (True, "")
    assert "Anbefalingen er endret siden måling 1: tallene sammenliknes ikke" in text(response)
    assert "<ins>" in text(response)
    assert [before.is_changed for before in (each.before for each in response.context["page"].lines)] == [
        False,
        True,
        False,
    ]


def test_a_recommendation_that_was_only_read_again_is_compared_as_before(ward, client):
    read_again(ward.units[1])
    second = make.make_wave(ward.survey, [make.of_people(35, 2), make.MANY, make.of_people(35, 31)], days_ago=1)
    response = client.get(of(second))

    line = response.context["page"].lines[1]
    assert line.version.number == 2
    assert (line.before.is_changed, line.change_words) == (False, "-10 prosentpoeng siden måling 1")
    assert "Anbefalingen er endret" not in text(response)
    assert trend_page(ward.survey).charts[1].breaks == []


def test_what_may_not_be_told_is_said_once_and_what_hinders_on_each_line(ward, client):
    page = text(client.get(of(ward.wave)))
    once = "Hvor mange som svarte «vet ikke» eller «gjelder ikke oss», står bare der det kan vises."
    assert page.count(once) == 1
    assert "Hindrer:" not in page
    row = ward.wave.asked.get(item=ward.items[1])
    row.counts = {**row.counts, "hindrances": {"routine": 5, "time": 6}}
    row.save()

    page = text(client.get(of(ward.wave)))

    assert page.count("Hindrer: vi har ikke tid; vi har ingen rutine for det.") == 1


def test_the_report_names_who_made_the_original_survey(ward, client):
    assert "Spørsmålene og svartrinnene her er våre egne." in text(client.get(of(ward.wave)))
    guideline.save_statement(
        guideline=ward.survey.guideline,
        kind="gap",
        code="GAP",
        lead="GAP",
        text="Verktøyet.",
        facts={"made_by": "Tjenesten", "commissioned_by": "Direktoratet", "link_site": "rop.no"},
        position=1,
        by=None,
        **guideline_make.SOURCE,
    )
    page = text(client.get(of(ward.wave)))
    assert "Laget av Tjenesten. Oppdragsgiver: Direktoratet." in page
    assert 'href="https://example.no/side"' in page
    assert 'Nettstedet: <a href="https://rop.no/" rel="noopener">rop.no</a>.' in page


def test_a_need_has_no_best_quarter(ward):
    """More of it is not better."""
    waves = []
    for place in (ward.cast.fjellheim, *make.make_places(ward.cast, 4)):
        owner = small.make_owner(place, f"mona-{place.code}", f"Mona {place}")
        survey = small.make_survey(place, owner, ward.units)
        actions.choose_items(
            survey=survey, units=ward.units[:1], area="competence", reason="Viktig.", target=80, by=owner
        )
        waves.append(make.make_wave(survey, [make.MIDDLE] * 4))
    page = report_page(waves[0])
    found = {(line.item.kind, line.best is not None) for line in page.lines}
    assert found == {("practice", True), ("competence", False)}
    # It is not withheld: there is none.
    assert [line.best_words for line in page.lines if line.item.kind == "competence"] == ["–"]


def test_attitudes_alone_have_a_quarter_and_the_page_says_of_whom(ward):
    waves = []
    for place in (ward.cast.fjellheim, *make.make_places(ward.cast, 4)):
        owner = small.make_owner(place, f"mona-{place.code}", f"Mona {place}")
        survey = small.make_survey(place, owner, ward.units)
        survey.items.all().delete()
        actions.choose_items(
            survey=survey, units=ward.units[:1], area="target_group", reason="Viktig.", target=80, by=owner
        )
        waves.append(make.make_wave(survey, [make.MIDDLE]))
    page = report_page(waves[0])
    assert not page.practice
    assert "Beste kvartil er av andre hele virksomheter av slaget helseforetak." in page.said_once


def test_the_best_quarter_is_shown_when_four_other_units_have_numbers(ward, client):
    places = make.make_places(ward.cast, 4)
    make.make_wards(places[:3], ward.units, [make.HIGH] * 3)
    few = text(client.get(of(ward.wave)))
    assert "Beste kvartil av" not in few
    assert "færre enn fire andre hele virksomheter av slaget helseforetak har tall som kan vises om samme tekst." in few
    make.make_wards(places[3:], ward.units, [make.MIDDLE] * 3)
    shown = text(client.get(of(ward.wave)))
    assert "Beste kvartil av 4 andre enheter: minst 67 %" in shown
    assert "Sted 3" not in shown
    assert "Beste kvartil er av andre hele virksomheter av slaget helseforetak." in shown


def test_a_quarter_that_says_nothing_is_not_said_to_be_of_too_few(ward, client):
    make.make_wards(make.make_places(ward.cast, 4), ward.units, [((6, 6, 0, 0, 0), 0, 0)] * 3)
    page = text(client.get(of(ward.wave)))
    assert "for andre hele virksomheter av slaget helseforetak er den minst 0 %, og det sier ingenting." in page
    assert "færre enn fire andre" not in page


def test_there_is_no_report_of_a_wave_that_is_not_closed(ward, client):
    ahead = actions.book_next_round(survey_round=ward.wave, opens_on=in_days(1), closes_on=in_days(9), by=ward.mona)
    for end in ("rapport/", "tiltak/", "journaler/"):
        response = client.get(of(ahead, end))
        assert response.status_code == 403
        assert "Rapporten finnes først når målingen er lukket." in text(response)


def test_others_see_nothing(ward, client):
    measure = a_measure(ward)
    client.force_login(ward.bo)
    for path in (
        of(ward.wave),
        of(ward.wave, "tiltak/"),
        of(ward.wave, "journaler/"),
        measure.get_absolute_url(),
        f"/gap/{ward.survey.public_id}/utvikling/",
        f"/gap/{ward.survey.public_id}/tiltak.ics",
        f"/gap/nasjonalt/{ward.survey.guideline.slug}/",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("waves", [1, 3])
def test_the_report_asks_a_fixed_number_of_questions(ward, django_assert_num_queries, waves):
    for number in range(1, waves):
        wave = make.make_wave(ward.survey, [make.LOW, make.MIDDLE, make.HIGH], days_ago=10 - number)
        a_measure(ward, item=ward.items[number])
        actions.record_review(survey_round=wave, item=ward.items[0], counts=make.TEN_RECORDS, by=ward.mona)
    # As the door opens it.
    newest = SurveyRound.objects.select_related("survey__institution").order_by("-number").first()
    # The first time, what the newest waves told is read as well (`queries.told`).
    for questions in (14, 13):
        with django_assert_num_queries(questions):
            page = report_page(newest)
            assert [bool(line.before) for line in page.lines] == [waves > 1] * 3


# --- What is done on it ---


def test_mona_plans_a_measure_and_follows_it_to_its_end(ward, client):
    planned = post(
        client,
        of(ward.wave, "tiltak/"),
        item=ward.items[0].public_id,
        what="Lage sjekkliste",
        responsible="fagsykepleier",
        due_on=f"{in_days(30):%Y-%m-%d}",
        strategy="reminders",
        measured_by="Ti journaler.",
    )
    assert planned.url == of(ward.wave)
    measure = ImprovementMeasure.objects.get()
    address = measure.get_absolute_url()
    assert "Lage sjekkliste" in text(client.get(of(ward.wave)))

    post(client, f"{address}begynt/")
    moved = post(client, f"{address}frist/", due_on=f"{in_days(40):%Y-%m-%d}", reason="Ferie.")
    assert moved.url == address
    post(client, f"{address}ferdig/", comment="Listen er i bruk.")

    shown = text(client.get(address))
    assert [words in shown for words in ("Begynt", "Ferie.", "Listen er i bruk.", "Fullført siden")] == [True] * 4
    assert "Stopp tiltaket" not in shown


def test_a_faulty_measure_is_shown_again_with_sentences(ward, client):
    response = post(client, of(ward.wave, "tiltak/"), item="x", what="", strategy="")
    assert response.status_code == 422
    assert "Skriv hva dere gjør." in text(response)
    assert ImprovementMeasure.objects.count() == 0


def test_the_fourth_measure_is_refused_in_a_sentence(ward, client):
    for _n in range(3):
        a_measure(ward)
    assert "Legg inn et tiltak</a>" not in text(client.get(of(ward.wave)))
    response = post(
        client,
        of(ward.wave, "tiltak/"),
        item=ward.items[0].public_id,
        what="Enda ett",
        responsible="lege",
        due_on=f"{in_days(3):%Y-%m-%d}",
        strategy="records",
        measured_by="Telle.",
    )
    assert response.status_code == 422
    assert "Tre tiltak er alt åpne." in text(response)


@pytest.mark.parametrize(
    ("end", "data", "sentence"),
    [
        ("stopp/", {"reason": ""}, "Skriv hvorfor, så de som leser historikken forstår det."),
        ("frist/", {"due_on": "x", "reason": "Ferie."}, "Skriv datoen som"),
    ],
)
def test_a_faulty_step_is_shown_again_with_sentences(ward, client, end, data, sentence):
    response = post(client, f"{a_measure(ward).get_absolute_url()}{end}", **data)
    assert response.status_code == 422
    assert sentence in text(response)


def test_due_dates_go_into_a_calendar_without_who(ward, client):
    measure = a_measure(ward)
    a_measure(ward, what="Ferdig alt")
    actions.complete_measure(measure=ImprovementMeasure.objects.get(what="Ferdig alt"), by=ward.mona)
    response = client.get(f"/gap/{ward.survey.public_id}/tiltak.ics")

    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert [(str(event["summary"]), event["dtstart"].dt) for event in events] == [
        ("Frist: Lage sjekkliste", measure.due_on)
    ]
    assert b"fagsykepleier" not in response.content


def test_records_stand_beside_the_self_rating_with_the_difference(ward, client):
    data = {"met": 2, "not_met": 4, "deviation_reasoned": 1, "not_applicable": 1, "not_documented": 2}
    saved = post(client, of(ward.wave, "journaler/"), item=ward.items[1].public_id, **data)
    assert saved.status_code == 302
    for path in (of(ward.wave), of(ward.wave, "journaler/")):
        assert "Selvvurderingen ligger 25 prosentpoeng over journalene." in text(client.get(path))
    refused = post(client, of(ward.wave, "journaler/"), item=ward.items[1].public_id, **{**data, "met": 9})
    assert refused.status_code == 422
    assert "Tell opp høyst ti journaler" in text(refused)


def test_the_report_is_closed_when_the_next_wave_is_booked(ward, client):
    refused = post(client, of(ward.wave, "rapport/avslutt/"), no_action_reason="")
    assert refused.status_code == 422
    assert "Sett en dato for neste måling" in text(refused)
    assert "Neste måling er ikke satt opp" in text(refused)

    dates = {"opens_on": f"{in_days(80):%Y-%m-%d}", "closes_on": f"{in_days(94):%Y-%m-%d}"}
    assert post(client, of(ward.wave, "rapport/neste/"), **dates).url == of(ward.wave)
    missing = text(client.get(of(ward.wave)))
    assert "Ingen tiltak for det som er under målet" in missing
    assert "Neste måling er ikke satt opp" not in missing
    why = {"no_action_reason": "Vi fortsetter."}
    assert "Noe er under målet." in text(post(client, of(ward.wave, "rapport/avslutt/")))
    assert post(client, of(ward.wave, "rapport/avslutt/"), **why).url == of(ward.wave)

    shown = text(client.get(of(ward.wave)))
    assert re.search(r"Måling 2, .* – .*: planlagt\.", shown)
    assert "Rapporten ble avsluttet" in shown
    assert "Ingen tiltak, fordi: Vi fortsetter." in shown
    assert "Avslutt rapporten" not in shown


def test_a_closed_report_says_that_the_wave_it_was_closed_by_was_called_off(ward, client):
    booked = actions.book_next_round(survey_round=ward.wave, opens_on=in_days(80), closes_on=in_days(94), by=ward.mona)
    actions.close_report(survey_round=ward.wave, no_action_reason="Vi fortsetter.", by=ward.mona)
    assert "ble avlyst" not in text(client.get(of(ward.wave)))
    assert post(client, of(booked, "avlys/"), reason="Avdelingen flytter.").status_code == 302
    assert "Måling 2 ble avlyst: Avdelingen flytter." in text(client.get(of(ward.wave)))


def test_sharing_is_a_button_and_can_be_taken_back(ward, client):
    assert "Målingen er ikke delt." in text(client.get(of(ward.wave)))
    post(client, of(ward.wave, "rapport/del/"))
    assert "Slutt å dele" in text(client.get(of(ward.wave)))
    post(client, of(ward.wave, "rapport/slutt-a-dele/"))
    assert "Målingen er ikke delt." in text(client.get(of(ward.wave)))


# --- Waves in a row ---


def test_nothing_is_claimed_before_ten_waves_and_a_shift_is_seen_after(ward, client, django_assert_num_queries):
    """The sizes differ by five or the numbers do, as they must for a number to be told (the demo's ten waves do the same)."""
    address = f"/gap/{ward.survey.public_id}/utvikling/"
    assert "For få målinger til å si noe om trend." in text(client.get(address))
    told = [(20, 5), (25, 5), (30, 10), (35, 10), (20, 15), (25, 20), (30, 25), (35, 30), (40, 35)]
    for number, (people, upper) in enumerate(told):
        middle = make.of_people(people, upper)
        make.make_wave(ward.survey, [middle, middle, make.of_people(people, 0)], days_ago=9 - number)

    with django_assert_num_queries(3):
        charts = trend_page(ward.survey).charts
    assert all(point.reached.is_exact for point in charts[1].points)
    signs = charts[1].signs
    assert (signs.useful, signs.longest_run, signs.crossings, signs.is_signal) == (10, 5, 1, True)
    assert len(charts[1].medians) == 1
    shown = text(client.get(address))
    assert "Uvanlig mønster." in shown
    assert "Lengste rekke 5, uvanlig over 6. Krysninger 1, uvanlig under 2." in shown


def test_a_shift_is_claimed_of_spans_that_lie_on_one_side_of_the_median(ward):
    """Thirty who stay: few do it, and then nearly all. No wave tells a number, and every wave has a side."""
    waves = [2, 3, 1, 4, 2, 28, 27, 29, 28, 29]
    survey = make.make_wards(make.make_places(ward.cast, 1), ward.units[:1], [make.of_people(30, 2)])[0].survey
    for number, upper in enumerate(waves[1:]):
        make.make_wave(survey, [make.of_people(30, upper)], days_ago=9 - number)
    [chart] = trend_page(survey).charts
    assert (chart.dots, chart.segments, len(chart.spans), len(chart.medians)) == ([], [], 10, 2)
    assert (chart.signs.useful, chart.signs.crossings, chart.signs.is_signal) == (10, 1, True)


def test_of_waves_near_each_other_no_trend_is_claimed_and_the_page_says_why(ward, client):
    for number in range(9):
        people = make.of_people(12, 6)
        make.make_wave(ward.survey, [people, people, people], days_ago=9 - number)
    chart = trend_page(ward.survey).charts[1]
    assert (chart.signs, len(chart.dots), chart.spans) == (None, 1, [])
    assert [point.words for point in chart.points[:2]] == ["6 av 12", "kan ikke vises uten å si noe om få"]
    shown = text(client.get(f"/gap/{ward.survey.public_id}/utvikling/"))
    assert "bare vist som spenn, og av 10 målinger kan 10 ligge på begge sider av medianen." in shown
    assert "kan en senere måling bare vises når minst 13 svarer" in shown


def test_a_wave_near_an_earlier_one_has_no_height(ward):
    """6 of 20, then 14, then 6 again: what is told of the third is 0 to 20, and it stood at the height of the second."""
    for number, upper in enumerate([6, 14, 6]):
        people = make.of_people(20, upper)
        make.make_wave(ward.survey, [people, people, people], days_ago=3 - number)
    *_before, third = trend_page(ward.survey).charts[1].points
    assert (third.is_as_before, third.level, third.reached) == (True, None, Reached(0, 20, 20))


def aside(steps: tuple[int, int, int, int, int], unknown: int) -> make.Answers:
    return steps, unknown, 0


def line_of_two(ward, answers):
    """The line of two waves of the same people who answer the same."""
    survey = make.make_wards(make.make_places(ward.cast, 1), ward.units[:1], [answers])[0].survey
    wave = make.make_wave(survey, [answers], days_ago=1)
    return wave, report_page(wave)


def test_the_same_people_who_do_not_know_make_no_gap_of_the_second_wave(ward):
    """Twelve who all follow it and twelve who do not know: no more than 16 of 24 is no sign of too few."""
    wave, page = line_of_two(ward, aside((0, 0, 0, 6, 6), 12))
    [line] = page.lines
    assert (line.reached, line.scored.gap, page.gaps) == (Reached(0, 16, 24), -20, [])
    assert line.target_words == "kan ha nådd målet, tallene sier det ikke sikkert"
    actions.book_next_round(survey_round=wave, opens_on=in_days(30), closes_on=in_days(44), by=wave.survey.owner)
    assert actions.close_report(survey_round=wave, by=wave.survey.owner).no_action_reason == ""


def test_the_same_answers_are_not_fewer_than_the_time_before(ward):
    """Seven of twelve, and twelve who do not know, twice."""
    _wave, page = line_of_two(ward, aside((5, 0, 0, 7, 0), 12))
    [line] = page.lines
    assert line.before.reached == Reached(7, 7, 12)
    assert line.change_words == "endringen kan ikke vises uten å si noe om få"


def test_who_does_not_know_makes_no_trend(ward):
    """Half do not know, and all others follow it: five waves of more and more people, and the same five again."""
    sizes = [48, 58, 68, 78, 88] * 2
    waves = [aside((0, 0, 0, size // 2, 0), size // 2) for size in sizes]
    survey = make.make_wards(make.make_places(ward.cast, 1), ward.units[:1], waves[:1])[0].survey
    for number, answers in enumerate(waves[1:]):
        make.make_wave(survey, [answers], days_ago=9 - number)
    [chart] = trend_page(survey).charts
    assert [point.reached.answered for point in chart.points] == sizes
    assert chart.signs is None or not chart.signs.is_signal


def test_a_wave_of_more_than_the_staff_is_left_out_of_the_chart_and_does_not_silence_it(ward):
    told = [(20, 5), (25, 5), (30, 10), (35, 10), (20, 15), (25, 20), (30, 25), (35, 30), (40, 35)]
    one = ward.units[:1]
    survey = make.make_wards(make.make_places(ward.cast, 1), one, [make.of_people(12, 6)])[0].survey
    make.make_wave(survey, [make.of_people(50, 20)], staff=40, days_ago=10)
    for number, each in enumerate(told):
        make.make_wave(survey, [make.of_people(*each)], days_ago=9 - number)
    [chart] = trend_page(survey).charts
    assert chart.signs.is_signal
    assert chart.points[1].words == "vises ikke"
    assert chart.left_out == "Målinger som ikke vises, og ikke er med: 1."


def test_a_new_text_breaks_the_line(ward, client):
    amend(ward.units[1])
    for days_ago, people in ((2, 20), (1, 25)):
        half = make.of_people(people, 10)
        make.make_wave(ward.survey, [half, half, half], days_ago=days_ago)
    unchanged, changed, _third = trend_page(ward.survey).charts
    assert [[len(part.split()) for part in each.segments] for each in (unchanged, changed)] == [[2], [2]]
    assert [len(unchanged.breaks), len(changed.breaks), len(changed.dots)] == [0, 1, 3]
    assert [point.is_new_text for point in changed.points] == [False, True, False]
    assert len(changed.since_the_text) == 2
    address = f"{ward.units[1].get_absolute_url()}versjoner/2/?med=1"
    assert f'href="{address}"' in text(client.get(f"/gap/{ward.survey.public_id}/utvikling/"))
    assert "<ins>" in text(client.get(address))


# --- The country ---


def test_kari_sees_what_is_hard_to_follow_from_five_units_on(ward, client, django_assert_num_queries):
    places = make.make_places(ward.cast, 4)
    make.make_wards(places[:3], ward.units, [make.LOW, make.HIGH, make.HIGH])
    kari, _leif = guideline_make.make_pair()
    client.force_login(kari)
    address = f"/gap/nasjonalt/{ward.survey.guideline.slug}/"
    assert client.get(address).context["page"].lines == []

    make.make_wards(places[3:], ward.units, [make.LOW, make.MIDDLE, make.HIGH])
    response = client.get(address)
    page = response.context["page"]
    assert [(line.unit.code, line.found.below, line.found.units, line.words) for line in page.lines] == [
        ("GAP-1", 5, 5, "høyst 20 av 60"),
        ("GAP-2", 2, 5, "36 til 48 av 60"),
        ("GAP-3", 0, 5, "minst 40 av 60"),
    ]
    assert "Sted" not in text(response)
