"""The pages of pairs: who sees what, what is posted, what goal and recommendation show, and the same as JSON."""

import datetime as dt
import uuid

import pytest

from fagvei.courses.tests import factories as courses
from fagvei.crosswalk import actions
from fagvei.crosswalk.models import GoalRecommendationPair
from fagvei.crosswalk.queries import windows
from fagvei.crosswalk.tests import factories as make
from fagvei.curriculum.tests.factories import make_goal
from fagvei.guideline import actions as guideline
from fagvei.surveys.queries.released import ReleasedGap

LIST = "/maal-og-anbefalinger/"
JSON = {"Accept": "application/json"}


def text(response) -> str:
    return " ".join(response.content.decode().split())


def post(client, path, **data):
    return client.post(path, {"idempotency_key": str(uuid.uuid4()), **data})


def test_readers_see_approved_pairs_and_makers_the_proposals_with_a_mark(world, client):
    make.approved(world)
    proposal = make.propose(world, unit=world.other_unit)

    assert "KOB-A" in text(client.get(LIST))
    assert "KOB-B" not in text(client.get(LIST))
    assert client.get(proposal.get_absolute_url()).url.startswith("/logg-inn/")
    client.force_login(world.anna)
    assert client.get(proposal.get_absolute_url()).status_code == 404

    client.force_login(world.kari)
    page = text(client.get(LIST))
    assert "KOB-B" in page
    assert ">forslag</span>" in page
    assert client.get(proposal.get_absolute_url()).status_code == 200


def test_from_proposal_to_the_goal_through_the_pages(world, client):
    client.force_login(world.eva)
    made = post(client, f"{LIST}foresla/", goal="kob-001", unit="kob-a", reason=make.REASON)
    assert "Godkjenn koblingen" not in text(client.get(made.url))

    client.force_login(world.leif)
    page = client.get(made.url)
    assert "Godkjenn koblingen" in text(page)
    done = post(client, f"{made.url}godkjenn/", shown=page.context["approve_form"]["shown"].value())
    assert done.url == LIST

    client.logout()
    goal = text(client.get("/laeringsmal/KOB-001/anbefalinger/"))
    assert "Gi KOB-A til den som trenger det." in goal
    assert "bør · SIGN B" in goal
    assert make.REASON in goal
    assert 'hx-get="/laeringsmal/KOB-001/anbefalinger/"' in text(client.get("/laeringsmal/KOB-001/"))


def test_a_faulty_proposal_says_what_is_wrong(world, client):
    client.force_login(world.kari)
    response = post(client, f"{LIST}foresla/", goal="KOB-999", unit="FINNES-IKKE", reason="")
    assert response.status_code == 422
    for sentence in ("Vi finner ikke et læringsmål", "Vi finner ikke en anbefaling", "Skriv hvorfor"):
        assert sentence in text(response)
    assert not GoalRecommendationPair.objects.exists()


def test_rejecting_and_withdrawing_need_words_and_lead_on(world, client):
    first, second = make.propose(world), make.propose(world, unit=world.other_unit)
    client.force_login(world.leif)
    assert post(client, f"{first.get_absolute_url()}avvis/", note="").status_code == 422
    assert post(client, f"{first.get_absolute_url()}avvis/", note="Nei.").url == second.get_absolute_url()

    client.force_login(world.eva)
    post(client, f"{second.get_absolute_url()}trekk-tilbake/", note="Skrevet to ganger.")
    assert [make.again(pair).state for pair in (first, second)] == ["rejected", "withdrawn"]
    assert post(client, f"{second.get_absolute_url()}trekk-tilbake/", note="Igjen.").status_code == 422


def test_the_own_field_gets_a_sentence_and_403(world, client):
    pair = make.propose(world, by=world.kari)
    client.force_login(world.leif)
    response = post(client, f"{pair.get_absolute_url()}godkjenn/", shown=make.shown(world.unit))
    assert (response.status_code, make.again(pair).state) == (403, "proposed")
    assert "det andre fagfeltet" in text(response)


def test_the_recommendation_shows_goals_courses_and_next_runs(world, client):
    make.approved(world)
    run = courses.make_run(world, world.course, announced=True)
    address = f"{world.unit.get_absolute_url()}laeringsmal/"

    fragment = client.get(address, headers={"HX-Request": "true"})

    assert "<h1" not in text(fragment)
    for words in ("KOB-001 Målet KOB-001", "Kurs KOB-KURS", str(run.dates)):
        assert words in text(fragment)
    assert f'hx-get="{address}"' in text(client.get(world.unit.get_absolute_url()))
    assert "<h1" in text(client.get(address))


def test_the_list_is_filtered_and_turned_round(world, client):
    make.approved(world)
    make.approved(world, goal=world.other_goal, unit=world.other_unit)

    assert "KOB-002" not in text(client.get(f"{LIST}?maal=kob-001"))
    assert "1 kobling passer." in text(client.get(f"{LIST}?q=gi+kob-b"))
    assert "2 koblinger passer." in text(client.get(f"{LIST}?kapittel=kapittel"))
    turned = text(client.get(f"{LIST}?vis=anbefaling"))
    assert 'id="g-KOB-A"' in turned
    assert 'id="g-KOB-001"' not in turned


def test_coverage_counts_goals_and_says_what_is_missing(world, client):
    make.touch(world, world.goal)
    make.touch(world, world.other_goal, missing="Teksten er ikke i våre kilder.")
    make.approved(world)
    page = text(client.get(LIST))
    assert "1 av 2 mål som berører retningslinjen, har minst én godkjent kobling." in page
    assert "Teksten er ikke i våre kilder." in page
    # On a phone the table is a list: each cell carries its heading.
    assert '<td data-label="Hva som mangler"> Ingen anbefaling i våre kilder å peke på. Teksten er ikke' in page
    assert "Teksten er ikke i våre kilder." in text(client.get("/laeringsmal/KOB-002/anbefalinger/"))


def test_the_same_addresses_answer_as_json(world, client):
    pair = make.approved(world)
    make.touch(world, world.goal)

    listed = client.get(LIST, headers=JSON).json()
    assert [(row["goal"], row["unit"], row["state"]) for row in listed["pairs"]] == [("KOB-001", "KOB-A", "approved")]
    assert listed["coverage"][0]["approved"] == 1
    assert client.get(pair.get_absolute_url(), headers=JSON).json()["reason"] == make.REASON
    (of_goal,) = client.get("/laeringsmal/KOB-001/anbefalinger/", headers=JSON).json()["recommendations"]
    assert (of_goal["strength"], of_goal["grade"]) == ("should", {"scheme": "SIGN", "code": "B"})
    of_unit = client.get(f"{world.unit.get_absolute_url()}laeringsmal/", headers=JSON).json()
    assert ([each["goal"] for each in of_unit["goals"]], of_unit["courses"][0]["code"]) == (["KOB-001"], "KOB-KURS")


def test_a_changed_recommendation_is_read_and_answered(world, client):
    make.approved(world)
    make.make_teaching(world, world.goal)
    assert client.get(f"{LIST}endringer/KOB-A/").status_code == 404
    make.amend(world, world.unit)

    visitor = text(client.get(f"{LIST}endringer/KOB-A/"))
    assert "<ins>" in visitor
    assert "Verifisering" not in visitor
    assert "Kurs KOB-KURS" in visitor
    assert "Internundervisning hos dere" not in visitor
    waits = "Venter på svar for kursene fra: RegUt Helse Sør-Øst"
    assert waits in visitor
    assert "KOB-A" in text(client.get(f"{LIST}endringer/"))
    window = text(client.get(f"{LIST}endringer/", headers={"HX-Request": "true"}))
    assert window.startswith('<p class="no-print"> 1 anbefaling sier noe annet nå')

    client.force_login(world.jorunn)
    page = client.get(f"{LIST}endringer/KOB-A/")
    assert "Internundervisning hos dere" in text(page)
    shown = page.context["page"].shown
    assert post(client, f"{LIST}endringer/KOB-A/svar/", part="teaching", shown=shown, note="").status_code == 422
    assert post(client, f"{LIST}endringer/KOB-A/svar/", part="pairs", shown=shown, note="Nei.").status_code == 422
    assert post(client, f"{LIST}endringer/KOB-A/svar/", part="100%_", shown=shown, note="Nei.").status_code == 422
    post(client, f"{LIST}endringer/KOB-A/svar/", part="teaching", shown=shown, note="Vi bytter tema.")
    assert "Vi bytter tema." in text(client.get(f"{LIST}endringer/KOB-A/"))

    client.force_login(world.anna)
    assert post(client, f"{LIST}endringer/KOB-A/svar/", part="pairs", shown=shown, note="Nei.").status_code == 403


def test_a_pair_says_which_fields_stand_behind_it(world, client):
    proposed = make.approved(world)
    packed = make.approve(world, make.from_pack(world, unit=world.other_unit), world.eva)
    waiting = make.from_pack(world, goal=world.other_goal)
    both = "foreslått av noen fra utdanningen, godkjent av noen fra retningslinjen"
    one = "kom med innholdspakken, godkjent av noen fra utdanningen"

    page = text(client.get(LIST))
    assert (page.count(both), page.count(one)) == (1, 1)
    for pair, said, other in ((proposed, both, one), (packed, one, both)):
        page = text(client.get(pair.get_absolute_url()))
        assert said in page
        assert other not in page

    client.force_login(world.kari)
    rows = {row["id"]: row for row in client.get(LIST, headers=JSON).json()["pairs"]}
    fields = [
        (rows[str(pair.public_id)]["proposed_by_field"], rows[str(pair.public_id)]["approved_by_field"])
        for pair in (proposed, packed, waiting)
    ]
    assert fields == [("education", "guideline"), (None, "education"), (None, None)]
    alone = client.get(packed.get_absolute_url(), headers=JSON).json()
    assert (alone["proposed_by_field"], alone["approved_by_field"]) == (None, "education")
    page = text(client.get(waiting.get_absolute_url()))
    assert "Fag bak koblingen" not in page


def test_the_rule_tells_that_a_pair_of_the_pack_needs_one_approval(world, client):
    page = text(client.get(LIST))
    assert "En kobling fra innholdspakken er ikke foreslått av noen av fagene: den trenger én godkjenning" in page
    assert "en kobling som noen foreslår, skal ha øyne fra begge fag" in page


def more(world, number: int) -> None:
    goal = make_goal(world.goal_set, number)
    make.make_course(world, goal, code=f"KOB-{number}")
    make.approved(world, goal=goal)
    make.approved(world, goal=world.goal, unit=make.guideline.make_unit(world.chapter, f"KOB-U{number}"))


@pytest.mark.parametrize(
    "path",
    [LIST, "/laeringsmal/KOB-001/anbefalinger/", "/retningslinjer/kobling/anbefalinger/KOB-A/laeringsmal/"],
)
def test_one_pair_or_many_cost_the_same(world, client, django_assert_num_queries, path):
    make.approved(world)
    counted = make.count_queries(lambda: client.get(path))
    more(world, 3)
    more(world, 4)
    with django_assert_num_queries(counted):
        client.get(path)


def test_the_list_of_changes_costs_the_same_for_many(world, client, django_assert_num_queries):
    make.approved(world)
    make.approved(world, unit=world.other_unit)
    make.amend(world, world.unit)
    with django_assert_num_queries(9):
        client.get(f"{LIST}endringer/")
    make.amend(world, world.other_unit)
    with django_assert_num_queries(9):
        page = text(client.get(f"{LIST}endringer/"))
    assert page.count("KOB-001 Målet KOB-001") == 2


@pytest.mark.parametrize("goals", [1, 2])
def test_a_change_names_its_goals_and_costs_the_same_for_one_or_two(world, client, goals):
    make.approved(world)
    make.make_course(world, world.other_goal, code="KOB-ANNET")
    if goals == 2:
        make.approved(world, goal=world.other_goal)
    make.amend(world, world.unit)
    path = f"{LIST}endringer/KOB-A/"

    page = text(client.get(path))

    assert "KOB-001 Målet KOB-001" in page
    assert ("KOB-002 Målet KOB-002" in page) is (goals == 2)
    assert make.count_queries(lambda: client.get(path)) == 14


def test_a_deleted_recommendation_is_marked_wherever_it_is_asked_for(world, client):
    make.approved(world)
    make.review(world, world.unit, "deleted")

    for path in (
        "/laeringsmal/KOB-001/anbefalinger/",
        "/laeringsmal/KOB-001/fra-maal-til-praksis/",
        "/kurs/KOB-KURS/anbefalinger/",
        f"{LIST}endringer/KOB-A/",
    ):
        assert ">Slettet</span>" in text(client.get(path)), path
    assert "slettet" in text(client.get(f"{LIST}endringer/"))
    assert "Anbefalingen er slettet. Ordene i den er ikke endret." in text(client.get(f"{LIST}endringer/KOB-A/"))


def test_a_withdrawn_text_is_said_to_be_in_the_list_and_on_its_page(world, client):
    make.approved(world)
    text_ = world.unit.versions.in_force().get()
    guideline.withdraw_version(version=text_, reason="Gjelder ikke lenger.", by=world.kari)

    for path in (f"{LIST}endringer/", f"{LIST}endringer/KOB-A/"):
        assert "Teksten er trukket tilbake." in text(client.get(path)), path


def test_the_withdrawn_is_gone_from_both_pages(world, client):
    actions.withdraw_pair(pair=make.approved(world), note="Feil mål.", by=world.kari)
    assert "Ingen læringsmål er koblet" in text(client.get(f"{world.unit.get_absolute_url()}laeringsmal/"))
    assert "Ingen anbefalinger er koblet" in text(client.get("/laeringsmal/KOB-001/anbefalinger/"))


def a_gap(world, unit, **changes) -> ReleasedGap:
    values = {"unit_id": unit.pk, "survey_id": 1, "round_id": 1, "share_percent": 43, "target": 80, "gap_points": 37}
    values |= {"answered": 14, "closed_on": dt.date(2026, 10, 3), "institution_name": str(world.fjellheim)}
    return ReleasedGap(**values | changes)


def test_anna_sees_the_gap_her_ward_has_shared_and_a_visitor_does_not(world, client, monkeypatch):
    make.approved(world)
    make.approved(world, unit=world.other_unit)
    reached = a_gap(
        world, world.other_unit, share_percent=85, gap_points=-5, is_exact=False, ward_name="Akutt rus, Fjellheim"
    )
    asked = []

    def released(institution_ids, unit_ids, own_arena_ids, led_arena_ids):
        asked.append((institution_ids, unit_ids, [*own_arena_ids, *led_arena_ids]))
        return [a_gap(world, world.unit), reached]

    monkeypatch.setattr(windows, "released_gaps", released)
    path = "/laeringsmal/KOB-001/anbefalinger/"
    assert "selvvurdert" not in text(client.get(path))
    assert asked == []

    client.force_login(world.anna)
    page = text(client.get(path))

    assert asked == [([world.fjellheim.pk], [world.unit.pk, world.other_unit.pk], [])]
    assert "37 prosentpoeng igjen til målet" in page
    assert "(selvvurdert, 14 svar, 43 prosent mot målet 80 prosent, 3. oktober 2026, Fjellheim sykehus HF)" in page
    assert "målet er nådd" in page
    assert "minst 85 prosent mot målet 80 prosent, 3. oktober 2026, Akutt rus, Fjellheim" in page
