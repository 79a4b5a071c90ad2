"""Pairs, and the windows that goals and recommendations open on them."""

from django.urls import path

from fagvei.crosswalk.views import pairs, windows

PAIR = "maal-og-anbefalinger/<uuid:public_id>/"

urlpatterns = [
    path("maal-og-anbefalinger/", pairs.pairs, name="pairs"),
    path("maal-og-anbefalinger/forslag/", pairs.proposals, name="proposals"),
    path("maal-og-anbefalinger/foresla/", pairs.propose, name="propose"),
    path(PAIR, pairs.pair, name="pair"),
    path(f"{PAIR}godkjenn/", pairs.approve_pair, name="approve_pair"),
    path(f"{PAIR}passer-fortsatt/", pairs.confirm_pair, name="confirm_pair"),
    path(f"{PAIR}avvis/", pairs.reject_pair, name="reject_pair"),
    path(f"{PAIR}trekk-tilbake/", pairs.withdraw_pair, name="withdraw_pair"),
    path("laeringsmal/<slug:code>/anbefalinger/", windows.recommendations_of_goal, name="recommendations_of_goal"),
    path("laeringsmal/<slug:code>/fra-maal-til-praksis/", windows.goal_to_practice, name="goal_to_practice"),
    path("kurs/<slug:code>/anbefalinger/", windows.recommendations_of_course, name="recommendations_of_course"),
    path(
        "retningslinjer/<slug:slug>/anbefalinger/<slug:code>/laeringsmal/", windows.goals_of_unit, name="goals_of_unit"
    ),
]
