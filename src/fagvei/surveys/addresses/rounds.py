"""Waves."""

from django.urls import path

from fagvei.surveys.views import rounds

urlpatterns = [
    path("gap/<uuid:public_id>/maling/", rounds.plan_round, name="plan_round"),
    path("gap/malinger/<uuid:public_id>/", rounds.round_, name="round"),
    path("gap/malinger/<uuid:public_id>/datoer/", rounds.move_round, name="move_round"),
    path("gap/malinger/<uuid:public_id>/apne/", rounds.open_round, name="open_round"),
    path("gap/malinger/<uuid:public_id>/avlys/", rounds.cancel_round, name="cancel_round"),
    path("gap/malinger/<uuid:public_id>/lukk/", rounds.close_round, name="close_round"),
    path("gap/malinger/<uuid:public_id>/koder/", rounds.round_codes, name="round_codes"),
    path("gap/malinger/<uuid:public_id>/papir/", rounds.round_paper, name="round_paper"),
]
