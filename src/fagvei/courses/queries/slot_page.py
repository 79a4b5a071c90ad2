"""What the pages of a slot need beside the slot itself."""

from django.urls import reverse

from fagvei.courses.models import Course
from fagvei.organisations.models import RegionalEducationCentre


def all_centres() -> list[RegionalEducationCentre]:
    return list(RegionalEducationCentre.objects.select_related("region").order_by("sort_key"))


def plan_address(course: Course) -> str:
    """The plan in which the course stands: of its first specialty, or the list when it is for all."""
    specialty = course.activity.specialties.order_by("sort_key").filter(liaison_centre=course.centre_id).last()
    return reverse("courses:plan", args=[specialty.slug]) if specialty else reverse("courses:plans")
