"""Addresses of the record. Only random ids; what is personal never stands in an address."""

from django.urls import path

from fagvei.training import views
from fagvei.training.addresses import assessments, certificates, halfyear, mentoring, panel, procedures, service, team

app_name = "training"
urlpatterns = [
    *assessments.urlpatterns,
    *certificates.urlpatterns,
    *halfyear.urlpatterns,
    *mentoring.urlpatterns,
    path("min-utdanning/", views.my_plan, name="my_plan"),
    path("leger/", views.my_doctors, name="my_doctors"),
    path("leger/<uuid:public_id>/", views.plan, name="plan"),
    path("leger/<uuid:public_id>/tildel-plan/", views.assign_plan, name="assign_plan"),
    path("leger/<uuid:public_id>/pa-vegne-av/", views.mark_on_behalf, name="mark_on_behalf"),
    path("planer/<uuid:public_id>/slett/", views.delete_plan, name="delete_plan"),
    path("planer/<uuid:public_id>/arkiver/", views.archive_plan, name="archive_plan"),
    path("utdanningsmal/<uuid:public_id>/", views.goal, name="goal"),
    path("utdanningsmal/<uuid:public_id>/fullfor/", views.complete_goal, name="complete_goal"),
    path("utdanningsmal/<uuid:public_id>/apne/", views.reopen_goal, name="reopen_goal"),
    path("utdanningsmal/<uuid:public_id>/uttalelse/", views.give_opinion, name="give_opinion"),
    path("utdanningsmal/<uuid:public_id>/send/", views.send_goal, name="send_goal"),
    path("utdanningsmal/<uuid:public_id>/kall-tilbake/", views.recall_goal, name="recall_goal"),
    path("utdanningsmal/<uuid:public_id>/avgjor/", views.decide_goal, name="decide_goal"),
    path("utdanningsmal/<uuid:public_id>/godkjenn/", views.sign_off_goal, name="sign_off_goal"),
    path("utdanningsmal/<uuid:public_id>/returner/", views.return_goal, name="return_goal"),
    path("utdanningsmal/<uuid:public_id>/antall/", views.raise_repetitions, name="raise_repetitions"),
    path("utdanningsmal/<uuid:public_id>/tilsvarende/", views.accept_equivalent, name="accept_equivalent"),
    path("godkjenninger/<uuid:public_id>/annuller/", views.annul_sign_off, name="annul_sign_off"),
    path("aktiviteter/ny/", views.log_activity, name="log_activity"),
    path("aktiviteter/<uuid:public_id>/", views.activity, name="activity"),
    path("aktiviteter/<uuid:public_id>/endre/", views.change_activity, name="change_activity"),
    path("aktiviteter/<uuid:public_id>/slett/", views.erase_draft, name="erase_draft"),
    path("aktiviteter/<uuid:public_id>/send/", views.send_activity, name="send_activity"),
    path("aktiviteter/<uuid:public_id>/kall-tilbake/", views.recall_activity, name="recall_activity"),
    path("aktiviteter/<uuid:public_id>/signer/", views.sign_activity, name="sign_activity"),
    path("aktiviteter/<uuid:public_id>/returner/", views.return_activity, name="return_activity"),
    path("aktiviteter/<uuid:public_id>/innfri/", views.fulfil_activity, name="fulfil_activity"),
    path("aktiviteter/<uuid:public_id>/innsigelse/", views.object_to_activity, name="object"),
    path("aktiviteter/<uuid:public_id>/svar-pa-innsigelse/", views.answer_objection, name="answer_objection"),
    path("aktiviteter/<uuid:public_id>/annuller/", views.annul_activity, name="annul_activity"),
    path("aktiviteter/<uuid:public_id>/vedlegg/", views.attach, name="attach"),
    path("vedlegg/<uuid:public_id>/", views.attachment, name="attachment"),
    path("vedlegg/<uuid:public_id>/fjern/", views.remove_attachment, name="remove_attachment"),
    path("oppgaver/signer/", views.sign_series, name="sign_series"),
    path("oppgaver/signer/<uuid:public_id>/", views.sign_series, name="sign_series"),
    *panel.urlpatterns,
    *procedures.urlpatterns,
    *service.urlpatterns,
    *team.urlpatterns,
]
