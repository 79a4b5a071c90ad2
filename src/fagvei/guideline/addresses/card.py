"""Ward cards. The address of the check stands on paper: it never changes."""

from django.urls import path

from fagvei.guideline.views import card

CARD = "retningslinjer/<slug:slug>/avdelingskort/"

urlpatterns = [
    path(CARD, card.card, name="card"),
    path(f"{CARD}fil/", card.card_file, name="card_file"),
    path(f"{CARD}gjelder/", card.check, name="card_check"),
]
