"""Addresses of what is brought from the old portal."""

from django.urls import path

from fagvei.training.views import transfer as views

urlpatterns = [
    path("min-utdanning/overforing/", views.my_transfers, name="my_transfers"),
    path("leger/<uuid:public_id>/overforing/", views.transfers, name="transfers"),
    path("leger/<uuid:public_id>/overforing/legg-inn/", views.bring_transfer, name="bring_transfer"),
    path("overforinger/<uuid:public_id>/", views.transfer_of, name="transfer"),
    path("overforinger/<uuid:public_id>/original/", views.transfer_original, name="transfer_original"),
    path("overforinger/<uuid:public_id>/ta-inn/", views.import_transfer, name="import_transfer"),
    path("overforinger/<uuid:public_id>/trekk-tilbake/", views.undo_transfer, name="undo_transfer"),
    path("overfort/<uuid:public_id>/", views.decide_transferred, name="decide_transferred"),
    path("overfort/<uuid:public_id>/bekreft/", views.confirm_transferred, name="confirm_transferred"),
    path("overfort/<uuid:public_id>/avvis/", views.refuse_transferred, name="refuse_transferred"),
    path("overfort/<uuid:public_id>/annuller/", views.annul_transferred, name="annul_transferred"),
]
