"""The auditor: reads the database and the clients' notes, and knows nothing of how the storm went.

    python -m stormaudit notes.json      prints {"faults": {kind: [what, ...]}, "counts": {...}} as its last line

Kinds: oversold, lost (acknowledged and not there), ghost (there, and nobody was told), duplicate, order (passed over),
deadline, slow, unwell (an error page), idle (a seat stands empty while somebody waits), stuck, projection, tampered.
"""

import json
import sys
from collections import Counter, defaultdict
from functools import cached_property
from pathlib import Path
from typing import Any

import django
from stormtable import seconds_with_somebody_waiting

django.setup()

from fagvei.audit.actions import seal_everything
from fagvei.audit.models import AuditEvent
from fagvei.audit.queries import verify_database
from fagvei.audit.verification import tampering
from fagvei.common.models import IdempotencyKey
from fagvei.courses.models import (
    AllocationApproval,
    ApplicationEvent,
    ApplicationRound,
    CourseApplication,
    ManualChange,
    OfferEvent,
    RoundRun,
    SeatAllocation,
    SeatOffer,
    WaitingListEntry,
)
from fagvei.courses.queries.seats import problem_of
from fagvei.planning import seats
from fagvei.training.queries.projections import projection_faults

ANSWERED_WITHIN = 60.0
KINDS_OF_APPLICATION = {"consented": "consent", "changed": "change", "withdrawn": "withdraw"}
KINDS_OF_OFFER = {"accepted": ("accept", "ja"), "declined": ("decline", "nei"), "given_up": ("give_up", "meld-av")}
BEFORE_DEADLINE = {"applied", "changed", "consented", "withdrawn", "refused"}
NEVER = float("inf")
EXAMPLES = 5


class Auditor:
    def __init__(self, told: dict[str, Any]):
        self.notes = told["notes"]
        self.deadline = told["deadline"]
        self.done = {note["key"]: note for note in self.notes if note["done"]}
        self.faults: dict[str, list[str]] = defaultdict(list)

    def fault(self, kind: str, what: str) -> None:
        self.faults[kind].append(what)

    def report(self) -> dict[str, Any]:
        seal_everything()  # what the minute's timer would have done
        for look in (
            self.answers, self.keys, self.effects, self.applications, self.held, self.counters, self.releases,
            self.order, self.deadlines, self.counted, self.projections, self.log,
        ):  # fmt: skip
            look()
        return {
            "faults": {kind: [f"{len(found)} in all", *found[:EXAMPLES]] for kind, found in self.faults.items()},
            "counts": self.counts(),
        }

    def counts(self) -> dict[str, int]:
        waited = sorted(note["answered_at"] - note["sent_at"] for note in self.notes)
        return {
            "forms": len(self.notes),
            "acknowledged": len(self.done),
            "refused": sum(1 for note in self.notes if note["status"] and not note["done"]),
            "slowest_ms": round(1000 * waited[-1]),
            "p50_ms": round(1000 * waited[len(waited) // 2]),
            "p99_ms": round(1000 * waited[len(waited) * 99 // 100]),
            "per_second": round(len(self.notes) / seconds_with_somebody_waiting(self.notes)),
            "busiest_second": max(Counter(int(note["answered_at"]) for note in self.notes if note["status"]).values()),
            "last_second_in": len([note for note in self._last_second() if note["done"]]),
            "last_second_out": len([note for note in self._last_second() if not note["done"]]),
            "applicants": CourseApplication.objects.count(),
            "counted": sum(len(seats.replay(each.transcript)[0].applicants) for each in self._newest_allocations()),
            "offers": SeatOffer.objects.count(),
            "moved_on": OfferEvent.objects.filter(state_after="offered").exclude(reason="").count(),
            "held": SeatOffer.objects.filter(state__in=SeatOffer.HOLDING).count(),
            "events": AuditEvent.objects.count(),
        }

    def _last_second(self) -> list[dict[str, Any]]:
        """Applications that were sent when only the clock of the database could decide."""
        sent = [note for note in self.notes if note["verb"] == "apply" and note["status"]]
        return [note for note in sent if self.deadline - 1 <= note["sent_at"] < self.deadline]

    # --- What the clients were told ---

    def answers(self) -> None:
        """Everybody was answered, in time, and nobody met an error page."""
        for note in self.notes:
            if not note["status"]:
                self.fault("slow", f"never answered: {note['verb']} of {note['who']}")
            elif note["answered_at"] - note["sent_at"] > ANSWERED_WITHIN:
                self.fault("slow", f"{note['answered_at'] - note['sent_at']:.0f} s: {note['verb']} of {note['who']}")
            if not (note["done"] or note["status"] in (0, 200, 302)) or 500 in note["unwell"]:
                self.fault("unwell", f"{note['status']} {note['unwell'][:3]}: {note['verb']} of {note['who']}")

    def keys(self) -> None:
        """The key of a form that was acknowledged stands with the same answer; that of a refused one does not stand."""
        answers = {str(key): answer for key, answer in IdempotencyKey.objects.values_list("key", "answer")}
        for key, note in self.done.items():
            if key not in answers:
                self.fault("lost", f"the form of {note['verb']} of {note['who']}")
            elif answers[key] != note["location"]:
                self.fault("lost", f"another answer to {note['verb']} of {note['who']}")
        for note in self.notes:
            if note["status"] and note["key"] in answers and note["key"] not in self.done:
                self.fault("ghost", f"refused and done: {note['verb']} of {note['who']}")

    def effects(self) -> None:
        """Each acknowledged form has its one event, and each event its one form."""
        entries = {
            str(entry): str(application)
            for entry, application in WaitingListEntry.objects.values_list("public_id", "application__public_id")
        }
        told = Counter()
        for note in self.done.values():
            target = note["target"]
            if note["verb"] == "leave":
                target = f"/mine-kurs/soknad/{entries.get(target.split('/')[3])}/"
            told[note["verb"], note["who"], target] += 1
        there = self._there()
        for what, number in (told - there).items():
            self.fault("lost", f"{what[0]} of {what[1]}, {number} of {told[what]}")
        for what, number in (there - told).items():
            self.fault("ghost", f"{what[0]} of {what[1]}, {number} more than {told[what]}")

    def _there(self) -> Counter:
        there = Counter()
        events = ApplicationEvent.objects.filter(by__isnull=False)
        for kind, who, application, found in events.values_list(
            "kind", "by__username", "application__public_id", "application__round__public_id"
        ):
            if kind == "applied":
                there["apply", who, str(found)] += 1
            elif kind in KINDS_OF_APPLICATION or kind == "left":
                there[KINDS_OF_APPLICATION.get(kind, "leave"), who, f"/mine-kurs/soknad/{application}/"] += 1
        moves = OfferEvent.objects.filter(state_after__in=KINDS_OF_OFFER)
        for state, who, offer in moves.values_list("state_after", "by__username", "offer__public_id"):
            verb, last = KINDS_OF_OFFER[state]
            there[verb, who, f"/mine-kurs/tilbud/{offer}/{last}/"] += 1
        for who, found in SeatAllocation.objects.values_list("by__username", "round__public_id"):
            there["preview", who, f"/kursopptak/{found}/"] += 1
        for who, found in AllocationApproval.objects.values_list("by__username", "allocation__round__public_id"):
            there["release", who, f"/kursopptak/{found}/"] += 1
        for who, row in ManualChange.objects.values_list("by__username", "round_run__public_id"):
            there["seats", who, f"/kursopptak/gjennomforing/{row}/"] += 1
        return there

    # --- What must hold in the rows ---

    def applications(self) -> None:
        pairs = Counter(CourseApplication.objects.values_list("round_id", "doctor_id"))
        for pair, number in pairs.items():
            if number > 1:
                self.fault("duplicate", f"{number} applications of {pair}")
        waiting = Counter(WaitingListEntry.objects.values_list("round_run_id", "application_id"))
        for pair, number in waiting.items():
            if number > 1:
                self.fault("duplicate", f"{number} places on a list of {pair}")

    def held(self) -> None:
        for row in RoundRun.objects.select_related("run", "round"):
            held = list(row.offers.filter(state__in=SeatOffer.HOLDING))
            if len(held) > row.seats or row.taken > row.seats or len({each.seat_no for each in held}) < len(held):
                self.fault("oversold", f"{len(held)} of {row.seats} in {row}, the counter says {row.taken}")
            if row.taken != len(held):
                self.fault("projection", f"the counter of {row} says {row.taken}, {len(held)} seats are held")
            if row.seats != row.run.seats:
                self.fault("projection", f"{row.seats} and {row.run.seats} seats in {row}")
            if len({each.doctor_id for each in held}) < len(held):
                self.fault("duplicate", f"a doctor holds two seats in {row}")
            if row.round.is_released and row.taken < row.seats and row.waiting.filter(is_waiting=True).exists():
                self.fault("idle", f"{row.seats - row.taken} seats stand empty in {row} while somebody waits")

    def counters(self) -> None:
        """At no time were more seats taken than there were: from the log, in the order it was written."""
        for details in AuditEvent.objects.filter(name="seats_counted").order_by("pk").values_list("details", flat=True):
            if details["taken"] > details["seats"]:
                self.fault("oversold", f"{details['taken']} of {details['seats']} seats for a while")

    def releases(self) -> None:
        for found in ApplicationRound.objects.all():
            let_out = AuditEvent.objects.filter(name="seats_released", target=f"{found._meta.label}:{found.public_id}")
            times = let_out.count()
            newest = found.allocations.order_by("pk").last()
            both = newest is not None and newest.approvals.count() == len(AllocationApproval.Capacity)
            if times > 1:
                self.fault("duplicate", f"{found} was released {times} times")
            if both != found.is_released or times != int(found.is_released):
                self.fault("stuck", f"both have released, and the state is {found.state}")

    def order(self) -> None:
        for allocation in self._newest_allocations():
            found = allocation.round
            if not found.is_released:
                continue
            problem, answer = seats.replay(allocation.transcript)
            for each in seats.check(problem, answer):
                self.fault("order", f"{each}")
            if {each.key: each for each in problem_of(found).applicants} != dict(problem.applicant_by_key):
                self.fault("order", "the transcript is not about those who counted at the deadline")
            self._as_allocated(found, answer)
            for row in found.round_runs.all():
                self._in_turn(row, problem)

    def _as_allocated(self, found: ApplicationRound, answer: seats.Allocation) -> None:
        first = OfferEvent.objects.filter(state_after="offered", reason="", offer__round_run__round=found)
        pairs = first.values_list("offer__application__public_id", "offer__round_run__public_id")
        if sorted((str(who), str(run)) for who, run in pairs) != sorted(answer.seats.items()):
            self.fault("order", "the first offers are not what the rule gives")
        listed = WaitingListEntry.objects.filter(round_run__round=found).order_by("place")
        lists: dict[str, list[str]] = defaultdict(list)
        for run, who in listed.values_list("round_run__public_id", "application__public_id"):
            lists[str(run)].append(str(who))
        for run, order in answer.waiting.items():
            if lists[run] != list(order):
                self.fault("order", f"the waiting list of {run} is not what the rule gives")

    def _in_turn(self, row: RoundRun, problem: seats.Problem) -> None:
        """Whenever a freed seat was offered, nobody with a stronger claim was waiting at that moment."""
        strength = {
            each.key: each.priority(claim)
            for each in problem.applicants
            for claim in each.claims
            if claim.run == row.key
        }
        ended = self._ended_waiting(row)
        moves = OfferEvent.objects.filter(state_after="offered", offer__round_run=row, offer__by_hand=False)
        for event in moves.exclude(reason="").select_related("offer__application"):
            who, place = event.offer.application.key, self._written[event.fact_id]
            passed = [key for key, end in ended.items() if end > place and key != who and strength[key] > strength[who]]
            if passed:
                self.fault("order", f"{len(passed)} stood before {who} in {row}")

    @cached_property
    def _written(self) -> dict[str, int]:
        """{fact: its place in the log}. What happened first is asked of the log, which was written under the lock of the round:
        the clocks of two processes differ by as much as the database takes to answer.
        """
        names = ["seat_offered", "seat_accepted", "course_application_settled"]
        events = AuditEvent.objects.filter(name__in=names).order_by("-pk").values_list("pk", "facts")
        return {fact: pk for pk, facts in events for fact in facts}

    def _ended_waiting(self, row: RoundRun) -> dict[str, float]:
        """{application: until which place in the log it waited}; that it waits no more, and no event says why, is a fault."""
        offers = OfferEvent.objects.filter(state_after="offered", offer__round_run=row).select_related("offer")
        offered = self._first(offers)
        left = self._first(ApplicationEvent.objects.filter(kind="left"))
        accepted = self._accepted(row)
        ended = {}
        for entry in row.waiting.select_related("application"):
            pk = entry.application_id
            ends = [places[pk] for places in (offered, left, accepted) if pk in places]
            if entry.is_waiting:
                ends = []
            elif not ends:
                self.fault("projection", f"{entry} waits no more, and nothing says why")
            ended[entry.application.key] = min(ends, default=NEVER)
        return ended

    def _first(self, events: Any) -> dict[int, int]:
        """{application: the place of the first of its events}"""
        found: dict[int, int] = {}
        for event in events:
            pk = event.offer.application_id if isinstance(event, OfferEvent) else event.application_id
            found[pk] = min(found.get(pk, self._written[event.fact_id]), self._written[event.fact_id])
        return found

    def _accepted(self, row: RoundRun) -> dict[int, int]:
        """{application: when it accepted a seat it wanted at least as much as this run}."""
        moves = OfferEvent.objects.filter(state_after="accepted").select_related(
            "offer__application", "offer__round_run"
        )
        wanted = []
        for event in moves:
            wishes, run = event.offer.application.wishes, event.offer.round_run.key
            if row.key in wishes and wishes.index(run) <= wishes.index(row.key):
                wanted.append(event)
        return self._first(wanted)

    def deadlines(self) -> None:
        for found in ApplicationRound.objects.all():
            late = ApplicationEvent.objects.filter(
                application__round=found, kind__in=BEFORE_DEADLINE, at__gte=found.deadline_at
            )
            for event in late:
                self.fault("deadline", f"{event.kind} after the deadline")
        applied = {note["who"] for note in self.done.values() if note["verb"] == "apply"}
        for note in self.notes:
            if note["verb"] != "apply" or not note["status"]:
                continue
            if note["done"] and note["sent_at"] >= self.deadline:
                self.fault("deadline", f"{note['who']} sent too late, and was taken")
            if not note["done"] and note["answered_at"] < self.deadline and note["who"] not in applied:
                self.fault("deadline", f"{note['who']} was refused before the deadline")

    def counted(self) -> None:
        """Whose application and consent were acknowledged, with nothing changed after them, counts; who was refused, does not."""
        verbs = defaultdict(set)
        for note in self.done.values():
            verbs[note["target"]].add(note["verb"])
        for allocation in self._newest_allocations():
            counts = {each.key for each in seats.replay(allocation.transcript)[0].applicants}
            rows = allocation.round.applications.values_list("doctor__username", "public_id")
            applied = {who: str(key) for who, key in rows}
            asked = [note for note in self.notes if note["target"] == str(allocation.round.public_id)]
            places = {note["who"]: note["location"] for note in asked if note["done"]}
            for who in places.keys() | applied.keys():
                told = verbs[places.get(who, "")] & {"consent", "change", "withdraw"}
                is_in = applied.get(who) in counts
                if told == {"consent"} and not is_in:
                    self.fault("lost", f"{who} was told of application and consent, and does not count")
                if "consent" not in told and is_in:
                    self.fault("ghost", f"{who} counts, and was not told of application and consent")

    def projections(self) -> None:
        """Every row as its events say, here and in the record."""
        for application in CourseApplication.objects.prefetch_related("events"):
            last = max(application.events.all(), key=lambda event: event.pk, default=None)
            said = (last.state_after, last.wishes, last.at) if last else None
            if (application.state, application.wishes, application.since) != said:
                self.fault("projection", f"application {application.pk} is {application.state}")
        for offer in SeatOffer.objects.prefetch_related("events"):
            last = max(offer.events.all(), key=lambda event: event.pk, default=None)
            if last is None or (offer.state, offer.since) != (last.state_after, last.at):
                self.fault("projection", f"offer {offer.pk} is {offer.state}")
        for each in projection_faults():
            self.fault("projection", each.sentence)

    def log(self) -> None:
        for finding in tampering(verify_database()):
            self.fault("tampered", str(finding))

    def _newest_allocations(self) -> list[SeatAllocation]:
        rounds = ApplicationRound.objects.all()
        newest = [found.allocations.select_related("round").order_by("pk").last() for found in rounds]
        return [each for each in newest if each is not None]


if __name__ == "__main__":
    print(json.dumps(Auditor(json.loads(Path(sys.argv[1]).read_text())).report()))
