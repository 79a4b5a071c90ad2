"""What is loaded about courses: who is liaison, how often, what it costs."""

from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.courses.models import Course, FeeRate, FrequencyPattern
from fagvei.curriculum.models import LearningActivity
from fagvei.organisations.models import HealthRegion


@transaction.atomic
def save_course(*, activity: LearningActivity, by: Any, **fields: Any) -> Course:
    course, _ = Course.objects.update_or_create(activity=activity, defaults=fields)
    audit.record("course_saved", target=course, by=by)
    return course


@transaction.atomic
def save_pattern(*, course: Course, region: HealthRegion, by: Any, **fields: Any) -> FrequencyPattern:
    pattern, _ = FrequencyPattern.objects.update_or_create(course=course, region=region, defaults=fields)
    audit.record("frequency_saved", target=pattern, by=by)
    return pattern


@transaction.atomic
def save_fee_rate(*, days: int, valid_from_on: Any, kroner: int, by: Any, **fields: Any) -> FeeRate:
    rate, _ = FeeRate.objects.update_or_create(
        days=days, valid_from_on=valid_from_on, defaults={"kroner": kroner, **fields}
    )
    audit.record("fee_rate_saved", target=rate, by=by, details={"days": days, "kroner": kroner})
    return rate
