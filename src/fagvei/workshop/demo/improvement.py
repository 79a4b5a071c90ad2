"""What follows Mona's first wave: a report with two measures and counted records, closed once the second wave had its dates.

Another ward of hers has measured five times and tells a change across waves; wards of four other health trusts have measured the same
recommendations, so that the best quarter and the country have numbers. All of it is made up.
"""

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.guideline.models import NormativeUnit
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people import actions as people
from fagvei.people.models import User
from fagvei.surveys import actions
from fagvei.surveys.models import GapSurvey, ImprovementMeasure, RespondentToken, SurveyItem, SurveyRound
from fagvei.surveys.queries.improvement import closed_on
from fagvei.surveys.queries.report_page import report_page
from fagvei.surveys.rules.codes import code_of
from fagvei.surveys.rules.record_review import ReviewCounts

DAY = dt.timedelta(days=1)
# What is asked there; how many of 22 answer "ofte" or "alltid" to each, quarter by quarter. The text of the first was changed
# under way, the second got better, the third went down and came back.
UNITS = ("BRUK-1", "BRUK-2", "FENG-1")
QUARTERS = ((6, 5, 14), (7, 6, 13), (12, 11, 15), (12, 12, 9), (13, 17, 14))
ANSWERS = 22
# How many of ten did so at the other institutions.
ELSEWHERE = ((2, 3, 5), (7, 2, 6), (3, 3, 5), (5, 2, 8))
OWNERS = ("Liv Holte", "Tone Viken", "Per Aune", "Aud Myhr")


def tell_improvement(cast: SimpleNamespace, now: dt.datetime) -> None:
    _tell_report(cast, now)
    _tell_quarters(cast, now)
    _tell_other_wards(now)


def _tell_report(cast: SimpleNamespace, now: dt.datetime) -> None:
    first = SurveyRound.objects.select_related("survey__institution").get(survey__owner=cast.mona, number=1)
    read = dt.datetime.combine(closed_on(first), dt.time(9), clock.OSLO) + 2 * DAY
    with clock.at(read):
        gaps = report_page(first).gaps
        checklist = _measure(
            first,
            gaps[0].item,
            what="Ta spørsmålet inn i sjekklisten ved innkomst",
            responsible="Fagsykepleier",
            due_on=read.date() + 45 * DAY,
            strategy="reminders",
            measured_by="Sjekklisten er fylt ut i ni av ti innkomster.",
            by=cast.mona,
        )
        teaching = _measure(
            first,
            gaps[1].item,
            what="Gå gjennom anbefalingen på fagmøtet og øve i par",
            responsible="Overlege",
            due_on=(now + 9 * DAY).date(),
            strategy="meetings",
            measured_by="Alle på dagtid har vært med én gang.",
            by=cast.mona,
        )
        actions.release_round(survey_round=first, by=cast.mona)
    with clock.at(read + 7 * DAY):
        actions.begin_measure(measure=checklist, by=cast.mona)
        actions.begin_measure(measure=teaching, by=cast.mona)
        counts = ReviewCounts(met=3, not_met=3, deviation_reasoned=1, not_applicable=1, not_documented=2)
        actions.record_review(survey_round=first, item=gaps[0].item, counts=counts, by=cast.mona)
    with clock.at(read + 50 * DAY):
        actions.complete_measure(measure=checklist, comment="Brukt i alle innkomster de to siste ukene.", by=cast.mona)
    with clock.at(now - 3 * DAY):
        actions.close_report(survey_round=first, by=cast.mona)


def _tell_quarters(cast: SimpleNamespace, now: dt.datetime) -> None:
    """Each report is closed when the next wave is planned; the last one waits for her."""
    arena = LearningArena.objects.select_related("institution").get(institution__code="fjellheim", name="Akutt rus")
    with clock.at(now - 375 * DAY):
        survey = _survey("Brukermedvirkning kvartal for kvartal", cast.mona, arena.institution, arena)
    before: SurveyRound | None = None
    for quarter, reached in enumerate(QUARTERS):
        opened = now - (370 - 88 * quarter) * DAY
        with clock.at(opened):
            planned = _plan(survey, cast.mona, ANSWERS + 4)
            if before is not None:
                reason = "Demodata: Vi fortsetter med det vi alt gjør."
                actions.close_report(survey_round=before, no_action_reason=reason, by=cast.mona)
        before = _run(planned, reached, ANSWERS, opened, cast.mona)


def _tell_other_wards(now: dt.datetime) -> None:
    """Of the same kind as Mona's wards: what is held against each other is alike."""
    trusts = TrainingInstitution.objects.filter(is_demo=True, kind=TrainingInstitution.Kind.HEALTH_TRUST)
    places = trusts.exclude(code="fjellheim").order_by("code")[:4]
    for institution, reached, name in zip(places, ELSEWHERE, OWNERS, strict=True):
        ward = institution.arenas.order_by("pk").first()
        with clock.at(now - 60 * DAY):
            owner = people.add_user(
                username=f"gap-{institution.code}",
                full_name=name,
                email=f"gap-{institution.code}@example.org",
                is_demo=True,
                by=None,
            )
            people.assign_role(user=owner, role="survey_owner", institution=institution, by=None)
            planned = _plan(_survey("Vi måler oss selv", owner, institution, ward), owner, 12)
        _run(planned, reached, 10, now - 60 * DAY, owner)


def _survey(title: str, owner: User, institution: TrainingInstitution, arena: LearningArena | None) -> GapSurvey:
    units = list(NormativeUnit.objects.filter(code__in=UNITS).select_related("chapter__guideline").order_by("code"))
    survey = actions.make_survey(
        title=title,
        guideline=units[0].chapter.guideline,
        institution=institution,
        arena=arena,
        reason="Demodata: Vi vil vite om det vi gjør, blir bedre.",
        by=owner,
    )
    actions.choose_items(
        survey=survey, units=units, area="assessment", reason="Demodata: viktig hos oss.", target=60, by=owner
    )
    return survey


def _plan(survey: GapSurvey, owner: User, staff: int) -> SurveyRound:
    today = clock.today()
    return actions.plan_round(
        survey=survey, opens_on=today, closes_on=today + 14 * DAY, staff={"nurse": staff}, by=owner
    )


def _run(planned: SurveyRound, reached: Sequence[int], people_: int, opened: dt.datetime, owner: User) -> SurveyRound:
    """So many answer within ten days, and to each question so many of them with one of the two upper steps."""
    with clock.at(opened):
        actions.open_round(round_=planned, codes=people_, by=owner)
        items = list(planned.survey.items.order_by("order"))
        tokens = list(RespondentToken.objects.filter(round=planned).order_by("pk").values_list("pk", flat=True))
        for person, token in enumerate(tokens):
            upper = [person < number for number in reached]
            answers = {item.pk: (4 if is_upper else 1, "") for item, is_upper in zip(items, upper, strict=True)}
            actions.answer_round(code=code_of(token), answers=answers)
    with clock.at(opened + 10 * DAY):
        return actions.close_round(round_=planned, by=owner)


def _measure(survey_round: SurveyRound, item: SurveyItem, *, by: User, **fields) -> ImprovementMeasure:
    return actions.plan_measure(survey_round=survey_round, item=item, obstacle="Ferie og vikarer.", by=by, **fields)
