"""A slot moved to another half-year or RegUt: the action, the story, and what the table offers to whom."""

import pytest
from django.urls import reverse

from fagvei.courses import actions
from fagvei.courses.models import SlotEvent
from fagvei.courses.queries.plan_page import plan_page
from fagvei.courses.rules import half_of
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.external_factories import make_external
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event


@pytest.fixture
def slot(cast):
    joint.eli_of(cast)
    return make.make_slot(cast)


def move(cast, slot, **changes):
    where = {"year": slot.year, "half": slot.half, "host_centre": cast.centre_elsewhere}
    return actions.move_slot(slot=slot, reason="Ledig lokale i nord.", **{"by": cast.eva, **where, **changes})


def test_a_slot_moves_to_another_regut_and_the_story_says_so(cast, slot):
    moved = move(cast, slot)
    assert (moved.host_centre, moved.year, moved.half) == (cast.centre_elsewhere, slot.year, slot.half)
    assert last_event() == ("slot_moved", "Eva Strand", "liaison")
    event = SlotEvent.objects.order_by("pk").last()
    assert event.host_centre_after == cast.centre_elsewhere
    text = words(as_(None).get(slot.get_absolute_url()))
    assert f"Flyttet: {slot.get_half_display()} {slot.year}, RegUt Helse Nord" in text


def test_the_place_where_it_stands_is_no_move(cast, slot):
    assert refused(lambda: move(cast, slot, host_centre=cast.centre)) == "slot_unchanged"
    assert refused(lambda: move(cast, slot, host_centre=None)) == "slot_unchanged"


def test_only_the_liaison_moves_and_where_none_is_each_within_its_own(cast, slot):
    assert refused(lambda: move(cast, slot, by=cast.eli)) == "not_liaison"
    own = joint.plan_in(cast.centre_elsewhere, joint.make_common_course(cast), by=cast.eli)
    year, half = half_of(make.in_days(700))
    assert refused(lambda: move(cast, own, by=cast.eli, host_centre=cast.centre)) == "not_liaison"
    assert move(cast, own, by=cast.eli, year=year, half=half).year == year


def test_the_digest_of_an_event_without_a_new_host_is_what_it_was(cast, slot):
    event = SlotEvent.objects.get()
    assert "host_centre_after_id" not in event.digest_content()


def test_the_form_of_the_table_leads_back_to_the_plan(cast, slot):
    year, half = half_of(make.in_days(700))
    fields = {"when": f"{year}-{half}", "centre": cast.centre_elsewhere.code, "reason": "Ledig lokale."}
    answer = post(cast.eva, reverse("courses:move_slot", args=[slot.public_id]), then="plan", **fields)
    assert answer.url == "/kursplan/rus/#RUS-GK1"
    slot.refresh_from_db()
    assert (slot.year, slot.half, slot.host_centre) == (year, half, cast.centre_elsewhere)
    assert "Skriv hvorfor kurset flyttes." in words(
        post(cast.eva, reverse("courses:move_slot", args=[slot.public_id]), **fields | {"reason": ""})
    )


def test_the_table_offers_to_move_only_what_one_may_move(cast, slot):
    def offers(user) -> tuple[bool, int]:
        page = as_(user).get("/kursplan/rus/").content.decode()
        return "courses/plan.js" in page, page.count("data-grab>")

    assert (offers(cast.eva), offers(cast.eli), offers(None)) == ((True, 1), (False, 0), (False, 0))
    page = as_(cast.eva).get("/kursplan/rus/").content.decode()
    assert 'data-centre-row="regut-helse-nord" data-spare hidden' in page
    actions.settle_run(slot=slot, details=make.details(), by=cast.eva)
    assert offers(cast.eva) == (False, 0)


def test_what_others_arrange_is_named_under_the_plan_and_neither_planned_nor_counted(cast, slot):
    external = make_external(cast)
    page = plan_page(cast.specialty, cast.eva)
    assert ([block.course for block in page.blocks], page.external) == ([slot.course], [external])
    text = as_(cast.eva).get(reverse("courses:plan", args=[cast.specialty.slug])).content.decode()
    assert external.get_absolute_url() in text
    assert reverse("courses:add_slots", args=[external.code]) not in text
