"""What a doctor says about criteria that people judge: with the application, until the deadline."""

import datetime as dt

from fagvei.courses.actions.criteria_refusals import NotToBeJudged
from fagvei.courses.models import CourseApplication, CriterionCase
from fagvei.courses.queries.criteria import cases_of, judged_criteria

# {number of the criterion: the doctor's words}
Cases = dict[int, str]


def say(row: CourseApplication, cases: Cases, at: dt.datetime) -> list[CriterionCase]:
    """What is new or changed; the caller records it. The round is locked and open."""
    criteria = {each.order: each for each in judged_criteria(row.round)} if cases else {}
    if not set(cases) <= set(criteria):
        raise NotToBeJudged
    before = {each.criterion_id: each.text for each in cases_of(row)} if cases else {}
    return [
        CriterionCase.objects.create(application=row, criterion=criteria[order], text=text, at=at)
        for order, text in sorted(cases.items())
        if text != before.get(criteria[order].pk, "")
    ]
