"""A pair's way: two fields stand behind it, the text read is kept, and every step has its event."""

import pytest

from fagvei.audit.models import AuditEvent
from fagvei.common.refusal import Refusal
from fagvei.crosswalk import actions
from fagvei.crosswalk.models import GoalRecommendationPair, PairEvent
from fagvei.crosswalk.rules.sides import EDUCATION, GUIDELINE, MAKERS, deciders_of
from fagvei.crosswalk.tests import factories as make
from fagvei.guideline import actions as guideline
from fagvei.guideline.tests.factories import in_force
from fagvei.people import actions as people
from fagvei.people.models import Notification


def refused(act) -> str:
    """The code of the refusal; "" when nothing refused."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


def steps(pair) -> list[str]:
    return list(pair.events.order_by("pk").values_list("kind", flat=True))


def test_eva_proposes_and_leif_approves_on_the_text_he_read(world):
    pair = make.approved(world)

    assert (pair.state, pair.approved_by, pair.proposed_as) == ("approved", world.leif, "centre_officer")
    assert pair.version == in_force(world.unit)
    assert pair.local_version is None
    assert steps(pair) == ["proposed", "approved"]
    assert pair.events.get(kind="approved").acting_as == "clinical_reviewer"
    names = list(AuditEvent.objects.order_by("pk").values_list("name", flat=True))
    assert names[-2:] == ["pair_proposed", "pair_approved"]
    assert Notification.objects.filter(user=world.eva, kind="pair_approved").count() == 1


def test_the_row_is_what_its_events_say(world):
    pairs = [
        make.approved(world),
        make.propose(world, unit=world.other_unit),
        make.from_pack(world, goal=world.other_goal),
    ]
    actions.withdraw_pair(pair=pairs[0], note="Feil mål.", by=world.kari)

    for pair in GoalRecommendationPair.objects.order_by("pk"):
        last = pair.events.order_by("pk").last()
        approval = pair.events.filter(kind="approved").first()
        assert (pair.state, pair.since) == (last.kind, last.at)
        read = (approval.by_id, approval.version_id, approval.local_version_id) if approval else (None, None, None)
        assert (pair.approved_by_id, pair.version_id, pair.local_version_id) == read


def test_what_the_local_layer_deleted_is_neither_proposed_nor_approved(world, settings):
    settings.FAGVEI_DEMO = True
    pair = make.propose(world)
    assert make.review(world, world.unit, label="deleted").layer == "local"
    assert not in_force(world.unit).is_deleted
    shown = make.shown(world.unit)
    assert refused(lambda: actions.approve_pair(pair=pair, shown=shown, by=world.leif)) == "no_text"
    assert refused(lambda: make.propose(world, goal=world.other_goal)) == "no_text"


def test_whoever_proposes_does_not_approve_even_with_a_role_of_the_other_field(world):
    people.assign_role(user=world.eva, role="clinical_reviewer", by=None)
    pair = make.propose(world)
    assert refused(lambda: make.approve(world, pair, world.eva)) == "proposer_cannot_approve"
    assert make.again(pair).state == "proposed"


def test_the_own_field_does_not_answer_its_own_proposal(world):
    pair = make.propose(world, by=world.kari)
    assert refused(lambda: make.approve(world, pair, world.leif)) == "other_side_decides"
    assert make.approve(world, pair, world.eva).approved_by == world.eva


def test_a_proposal_of_the_pack_is_answered_by_either_field(world):
    assert make.approve(world, make.from_pack(world), world.eva).proposed_by is None
    assert make.approve(world, make.from_pack(world, unit=world.other_unit), world.kari).state == "approved"


def test_others_neither_propose_nor_approve(world):
    assert refused(lambda: make.propose(world, by=world.bo)) == "not_yours"
    pair = make.propose(world)
    assert refused(lambda: make.approve(world, pair, world.bo)) == "not_yours"


def test_a_text_that_was_not_read_is_not_approved(world):
    pair = make.propose(world)
    read = make.shown(world.unit)
    make.amend(world, world.unit)
    assert refused(lambda: actions.approve_pair(pair=pair, shown=read, by=world.leif)) == "text_changed_since_read"
    assert make.approve(world, pair).version == in_force(world.unit)


def test_a_pair_is_decided_once_and_stands_once(world):
    pair = make.approved(world)
    assert refused(lambda: make.propose(world, by=world.kari)) == "pair_exists"
    assert refused(lambda: make.approve(world, pair)) == "move_not_allowed"
    assert refused(lambda: actions.reject_pair(pair=pair, note="Nei.", by=world.leif)) == "move_not_allowed"
    actions.withdraw_pair(pair=pair, note="Feil.", by=world.eva)
    assert make.propose(world, by=world.kari).state == "proposed"


def test_no_and_back_need_a_reason(world):
    pair = make.propose(world)
    assert refused(lambda: actions.reject_pair(pair=pair, note=" ", by=world.leif)) == "reason_missing"
    assert refused(lambda: actions.withdraw_pair(pair=pair, note="", by=world.eva)) == "reason_missing"
    assert refused(lambda: actions.withdraw_pair(pair=pair, note="Nei.", by=world.kari)) == "not_yours"

    rejected = actions.reject_pair(pair=pair, note="Målet gjelder noe annet.", by=world.leif)

    assert (rejected.state, steps(rejected)) == ("rejected", ["proposed", "rejected"])
    assert Notification.objects.get(user=world.eva).kind == "pair_rejected"


def test_a_text_that_is_deleted_cannot_be_paired(world):
    pair = make.propose(world)
    make.review(world, world.unit, "deleted")
    assert refused(lambda: make.approve(world, pair)) == "no_text"
    assert refused(lambda: make.propose(world, goal=world.other_goal)) == "no_text"


def test_a_text_that_is_withdrawn_cannot_be_paired(world):
    from_guideline = in_force(world.unit)
    pair = make.propose(world)
    guideline.withdraw_version(version=from_guideline, reason="Utgått.", by=world.kari)
    assert refused(lambda: make.approve(world, pair)) == "no_text"
    assert refused(lambda: make.propose(world, goal=world.other_goal)) == "no_text"


@pytest.mark.parametrize("role", MAKERS)
def test_the_other_field_answers(role):
    own = GUIDELINE if role in GUIDELINE else EDUCATION
    assert set(deciders_of(role)) == set(MAKERS) - set(own)
    assert deciders_of("") == MAKERS


def test_an_event_is_never_changed(world):
    event = make.approved(world).events.first()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        PairEvent.objects.filter(pk=event.pk).update(note="x")
