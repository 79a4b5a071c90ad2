"""Wards that measured themselves against the guideline, wave after wave, with the rows that the actions of `surveys` leave.

Every answer is drawn. Of a closed wave only the counts that may be told are kept, so no answer is written here either.
"""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fagvei.common.clock import OSLO
from fagvei.common.disclosure import NOT_APPLICABLE, UNKNOWN, Earlier, disclose, stored, tally
from fagvei.common.nested import Sizes, told_sizes
from fagvei.common.refusal import Refusal
from fagvei.guideline.models import Guideline, UnitVersion
from fagvei.organisations.models import LearningArena
from fagvei.people.models import User
from fagvei.surveys.actions.standing import LEADS_TO, OWNER
from fagvei.surveys.models import (
    GapSurvey,
    ReMeasurement,
    RoundItem,
    SurveyItem,
    SurveyRound,
    SurveyRoundEvent,
    SurveyStaff,
)
from fagvei.surveys.queries.texts import texts_of_guideline
from fagvei.surveys.rules.areas import AREAS, HINDRANCES, MOST_ITEMS, PRACTICE, STEPS, Area
from fagvei.workshop.bulk import BulkWriter
from fagvei.workshop.nation import words
from fagvei.workshop.nation.people import People
from fagvei.workshop.nation.places import DOCTORS_PER_INSTITUTION, Place, build_institution
from fagvei.workshop.nation.wish import Wish

Kind = SurveyRoundEvent.Kind
DAY = dt.timedelta(days=1)
BETWEEN_WAVES, OPEN_FOR = 180 * DAY, 21 * DAY
TARGETS = (70, 80, 90)
LIKELY_ASIDE, LIKELY_HINDRANCE = 0.06, 0.6
UPPER_OF = {kind: [step for step, _word in steps if step >= 3] for kind, steps in STEPS.items()}
LOWER_OF = {kind: [step for step, _word in steps if step < 3] for kind, steps in STEPS.items()}
# For a hundred who answered, so many work on the ward: four of five answered.
STAFF_OF_100 = (("nurse", 60), ("social_educator", 25), ("doctor", 25), ("psychologist", 15))


class NothingToAsk(Refusal):
    code = "nothing_to_ask"
    message = "Avdelingene har ingenting å måle seg mot. Last inn retningslinjen med fagvei load_content først."


@dataclass
class Ward:
    """Who answers for the survey where, and how likely each question is answered with one of the two upper steps."""

    place: Place
    owner: User
    survey: GapSurvey
    items: list[SurveyItem]
    likely: dict[int, float]

    def record(self, writer: BulkWriter, name: str, *, at: dt.datetime, target: Any = None, **what: Any) -> None:
        about = {"by": self.owner, "acting_as": OWNER, "controller": self.place.institution}
        writer.record(name, happened_at=at, target=target or self.survey, **about, **what)


def write_surveys(wish: Wish, writer: BulkWriter) -> None:
    questions = list(itertools.islice(_questions(), MOST_ITEMS))
    if not questions:
        raise NothingToAsk
    people = People(wish, writer)
    for number, place in enumerate(_places(wish, writer)):
        if number == 0:
            people.several("guideline_owner", place, 1)
        (owner,) = people.several(OWNER, place, 1)
        for arena in place.arenas[: wish.wards - number * len(place.arenas)]:
            ward = _make_survey(wish, writer, place, arena, owner, questions)
            _write_waves([_Wave(wish, writer, ward, wave) for wave in range(1, wish.waves + 1)])


def _write_waves(waves: list["_Wave"]) -> None:
    """The report of each is closed when the next one has its dates; the newest still waits for its owner."""
    earlier: dict[int, list[Earlier]] = {}
    sizes: list[Sizes] = []
    for wave in waves:
        wave.tell(earlier, sizes)
    for wave, following in itertools.pairwise(waves):
        wave.close_report(following)
    for wave in waves:
        wave.write()


def _questions() -> Iterator[tuple[UnitVersion, Area]]:
    """Four of five are about practice."""
    practice = itertools.cycle(area for area in AREAS if area.kind == PRACTICE)
    other = itertools.cycle(area for area in AREAS if area.kind != PRACTICE)
    for guideline in Guideline.objects.order_by("code")[:1]:
        for number, version in enumerate(texts_of_guideline(guideline), 1):
            yield version, next(practice if number % 5 else other)


def _places(wish: Wish, writer: BulkWriter) -> Iterator[Place]:
    """Institutions without doctors, so that there are as many wards in a small nation as in a large one."""
    first = -(-wish.doctors // DOCTORS_PER_INSTITUTION)
    for number in range(-(-wish.wards // len(words.ARENAS))):
        yield build_institution(wish, writer, first + number)


def _make_survey(
    wish: Wish,
    writer: BulkWriter,
    place: Place,
    arena: LearningArena,
    owner: User,
    questions: list[tuple[UnitVersion, Area]],
) -> Ward:
    at = _closed_at(wish, 1) - OPEN_FOR - 10 * DAY
    survey = writer.new(
        GapSurvey,
        title="Oppdiktet måling av avrusning",
        guideline_id=questions[0][0].unit.chapter.guideline_id,
        institution_id=place.institution.pk,
        arena_id=arena.pk,
        owner_id=owner.pk,
        reason="Oppdiktet begrunnelse til demo og måling.",
        is_demo=True,
        created_at=at,
    )
    writer.add(survey)
    ward = Ward(place, owner, survey, [], {})
    ward.record(writer, "gap_survey_made", at=at, facts=[survey])
    by_area = sorted(questions, key=lambda question: AREAS.index(question[1]))
    for area, chosen in itertools.groupby(by_area, key=lambda question: question[1]):
        _choose_items(writer, ward, area, [version for version, _area in chosen], at)
    return ward


def _choose_items(writer: BulkWriter, ward: Ward, area: Area, versions: list[UnitVersion], at: dt.datetime) -> None:
    target = writer.draw.choice(TARGETS)
    made = [
        writer.new(
            SurveyItem,
            survey_id=ward.survey.pk,
            order=order,
            unit_id=version.unit_id,
            unit_version_id=version.pk,
            area=area.code,
            kind=area.kind,
            reason="Oppdiktet begrunnelse.",
            target=target,
            chosen_by_id=ward.owner.pk,
        )
        for order, version in enumerate(versions, len(ward.items) + 1)
    ]
    for item in made:
        writer.add(item)
        ward.likely[item.pk] = writer.draw.uniform(0.2, 0.9)
    ward.items += made
    details = {"area": area.code, "target": target, "units": [version.unit.code for version in versions]}
    ward.record(writer, "gap_items_chosen", at=at, details=details, facts=made)


class _Wave:
    """One wave from its plan to its counts, and to the end of its report."""

    def __init__(self, wish: Wish, writer: BulkWriter, ward: Ward, number: int):
        self.wish, self.writer, self.ward = wish, writer, ward
        self.closed_at = _closed_at(wish, number)
        self.opened_at = self.closed_at - OPEN_FOR
        self.row = writer.new(
            SurveyRound,
            survey_id=ward.survey.pk,
            number=number,
            mode=SurveyRound.Mode.ANONYMOUS_PROFESSION,
            opens_on=self.opened_at.astimezone(OSLO).date(),
            closes_on=self.closed_at.astimezone(OSLO).date(),
        )
        self.asked: list[RoundItem] = []

    def tell(self, earlier: dict[int, list[Earlier]], sizes: list[Sizes]) -> None:
        """What the waves before told, of each question and of the professions; both grow by what this one tells."""
        staff = {code: -(-self.wish.respondents * of_100 // 100) for code, of_100 in STAFF_OF_100}
        for profession, count in staff.items():
            self.writer.add(self.writer.new(SurveyStaff, round_id=self.row.pk, profession=profession, count=count))
        self._step(Kind.PLANNED, self.opened_at - 7 * DAY, staff=staff, mode=self.row.mode)
        self.asked = [
            self.writer.new(
                RoundItem, round_id=self.row.pk, item_id=item.pk, unit_version_id=item.unit_version_id, counts={}
            )
            for item in self.ward.items
        ]
        self._step(Kind.OPENED, self.opened_at, codes=sum(staff.values()))
        self._count(earlier)
        self.row.sheets = self.wish.respondents
        answered = Counter(self.writer.draw.choices(*_as_weights(staff), k=self.wish.respondents))
        self.row.professions = told_sizes(answered, sizes, self.ward.survey.arena_id)
        sizes.append(Sizes(self.ward.survey.arena_id, self.row.sheets, self.row.professions))
        self._step(Kind.CLOSED, self.closed_at, sheets=self.wish.respondents)

    def close_report(self, following: "_Wave") -> None:
        at = following.opened_at - 6 * DAY
        row = self.writer.new(
            ReMeasurement, round_id=self.row.pk, next_round_id=following.row.pk, by_id=self.ward.owner.pk, at=at
        )
        self.writer.add(row)
        event = self._move(Kind.REPORTED, at)
        details = {"round": self.row.number, "has_next": True}
        facts = [row, self.row, event]
        self.ward.record(self.writer, "survey_report_closed", at=at, target=self.row, details=details, facts=facts)

    def write(self) -> None:
        """When nothing more happens to it."""
        for row in (self.row, *self.asked):
            self.writer.add(row)

    def _count(self, earlier: dict[int, list[Earlier]]) -> None:
        for row, item in zip(self.asked, self.ward.items, strict=True):
            found = tally(self._answer(item) for _person in range(self.wish.respondents))
            count = disclose(item.pk, found, earlier.get(item.pk, []), version_id=row.unit_version_id)
            row.counts = stored(count)
            earlier.setdefault(item.pk, []).extend(count.as_earlier)

    def _answer(self, item: SurveyItem) -> tuple[int | str, str]:
        draw = self.writer.draw
        if draw.random() < LIKELY_ASIDE:
            return draw.choice((UNKNOWN, NOT_APPLICABLE)), ""
        is_upper = draw.random() < self.ward.likely[item.pk]
        step = draw.choice(UPPER_OF[item.kind] if is_upper else LOWER_OF[item.kind])
        hinders = item.kind == PRACTICE and not is_upper and draw.random() < LIKELY_HINDRANCE
        return step, draw.choice(HINDRANCES)[0] if hinders else ""

    def _step(self, kind: str, at: dt.datetime, **details: Any) -> None:
        event, details = self._move(kind, at), {"number": self.row.number, **details}
        facts = [self.row, event, *self.asked]
        self.ward.record(self.writer, f"gap_round_{kind}", at=at, target=self.row, details=details, facts=facts)

    def _move(self, kind: str, at: dt.datetime) -> SurveyRoundEvent:
        """The event, and the row after it."""
        row = self.row
        row.state, row.since = LEADS_TO[Kind(kind)], at
        event = self.writer.new(
            SurveyRoundEvent,
            round_id=row.pk,
            kind=kind,
            state_after=row.state,
            by_id=self.ward.owner.pk,
            acting_as=OWNER,
            at=at,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
        )
        self.writer.add(event)
        return event


def _closed_at(wish: Wish, number: int) -> dt.datetime:
    """The newest wave ten days ago, the others half a year apart."""
    return wish.now - 10 * DAY - (wish.waves - number) * BETWEEN_WAVES


def _as_weights(staff: dict[str, int]) -> tuple[list[str], list[int]]:
    return list(staff), list(staff.values())
