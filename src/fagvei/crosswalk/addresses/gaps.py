"""What the wards of one's own institution have shared, and teaching planned for it."""

from django.urls import path

from fagvei.crosswalk.views import gaps

urlpatterns = [
    path("maal-og-anbefalinger/gap/", gaps.gaps, name="gaps"),
    path("maal-og-anbefalinger/gap/<uuid:public_id>/<slug:code>/undervisning/", gaps.plan_for_gap, name="plan_for_gap"),
    path("maal-og-anbefalinger/gap/<uuid:public_id>/<slug:code>/lesing/", gaps.plan_reading, name="plan_reading"),
    path("maal-og-anbefalinger/gap/<uuid:public_id>/<slug:code>/kurs/", gaps.plan_course, name="plan_course"),
    path("maal-og-anbefalinger/gap/planlagt/<uuid:public_id>/", gaps.mark_plan, name="mark_plan"),
]
