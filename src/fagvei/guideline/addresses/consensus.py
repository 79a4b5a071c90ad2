"""Consensus rounds about a draft."""

from django.urls import path

from fagvei.guideline.addresses.versions import VERSION
from fagvei.guideline.views import consensus

urlpatterns = [
    path(f"{VERSION}konsensus/", consensus.open_consensus_round, name="open_consensus_round"),
    path("konsensus/<uuid:public_id>/", consensus.consensus_round, name="consensus_round"),
    path("konsensus/<uuid:public_id>/stem/", consensus.vote, name="vote"),
    path("konsensus/<uuid:public_id>/lukk/", consensus.close_consensus_round, name="close_consensus_round"),
]
