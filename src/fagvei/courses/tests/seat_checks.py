"""What must always hold about seats, asked from the rows themselves."""

from collections import Counter

from fagvei.audit.queries import verify_database
from fagvei.audit.verification import tampering
from fagvei.courses.models import ApplicationRound, CourseApplication, SeatOffer
from fagvei.courses.queries.seats import newest_allocation
from fagvei.planning import seats


def assert_seats_sound(found: ApplicationRound, *, with_log: bool = True) -> None:
    """Nobody oversold, nobody twice, every projection as its events say, and no offer past somebody who waited first."""
    for row in found.round_runs.select_related("run"):
        held = list(row.offers.filter(state__in=SeatOffer.HOLDING))
        assert row.taken == len(held) <= row.seats == row.run.seats
        assert len({each.seat_no for each in held}) == len({each.doctor_id for each in held}) == len(held)
    for application in CourseApplication.objects.filter(round=found):
        last = application.events.order_by("pk").last()
        assert (application.state, application.wishes, application.since) == (last.state_after, last.wishes, last.at)
        received = application.events.exclude(receipt="").order_by("pk").last()
        assert application.receipt == received.receipt
    for offer in SeatOffer.objects.filter(round_run__round=found):
        last = offer.events.order_by("pk").last()
        assert (offer.state, offer.since) == (last.state_after, last.at)
    if found.is_released:
        _assert_in_order(found)
    if with_log:
        # The clock was moved, so events may look too old to be without a seal.
        findings = [each for each in tampering(verify_database()) if each.code != "event_unsealed"]
        assert findings == [], findings


def _assert_in_order(found: ApplicationRound) -> None:
    """Whoever waits has a weaker claim than everybody who was offered a seat by the rule. Of reserves the judge alone says."""
    problem, answer = seats.replay(newest_allocation(found).transcript)
    assert seats.check(problem, answer) == []
    for row in (each for each in found.round_runs.all() if not each.reserves):
        strengths = {
            each.key: each.priority(claim)
            for each in problem.applicants
            for claim in each.claims
            if claim.run == row.key
        }
        waiting = [strengths[each.application.key] for each in row.waiting.filter(is_waiting=True)]
        offered = [strengths[each.application.key] for each in row.offers.filter(by_hand=False)]
        assert not waiting or not offered or max(waiting) < min(offered)
        assert max(Counter(each.application.key for each in row.offers.all()).values(), default=1) == 1
