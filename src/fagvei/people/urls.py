"""My page, roles, relations, people of an institution. In and out are in `account_urls`, whose names are allauth's."""

from django.urls import path

from fagvei.people.views import identify, login, mine, persons, relations

app_name = "people"
urlpatterns = [
    path("logg-inn/demo/", login.demo_login, name="demo_login"),
    path("identifiser/demo/", identify.identify_demo, name="identify_demo"),
    path("logget-ut/", login.logged_out, name="logged_out"),
    path("roller/", mine.roles, name="roles"),
    path("min-side/", mine.my_page, name="my_page"),
    path("min-side/e-post/", mine.choose_digest, name="choose_digest"),
    path("min-side/bytt-rolle/", mine.switch_role, name="switch_role"),
    path("innsyn/", mine.access_log, name="access_log"),
    path("varsler/lest/", mine.notifications_read, name="notifications_read"),
    path("relasjoner/", relations.relations, name="relations"),
    path("relasjoner/bekreft/", relations.relations_confirm, name="relations_confirm"),
    path("relasjoner/<uuid:public_id>/avslutt/", relations.relation_end, name="relation_end"),
    path("relasjoner/lege/<uuid:public_id>/veileder/", relations.relation_new, {"kind": "mentor"}, name="mentor_new"),
    path(
        "relasjoner/lege/<uuid:public_id>/supervisor/",
        relations.relation_new,
        {"kind": "supervisor"},
        name="supervisor_new",
    ),
    path("relasjoner/lege/<uuid:public_id>/leder/", relations.relation_new, {"kind": "leader"}, name="leader_new"),
    path("delegeringer/ny/", relations.delegation_new, name="delegation_new"),
    path("delegeringer/<uuid:public_id>/avslutt/", relations.delegation_end, name="delegation_end"),
    path("personer/", persons.persons, name="persons"),
    path("personer/ny/", persons.person_new, name="person_new"),
    path("personer/finn/", persons.person_find, name="person_find"),
    path("personer/<uuid:public_id>/", persons.person, name="person"),
    path("personer/<uuid:public_id>/rolle/", persons.role_new, name="role_new"),
    path("personer/<uuid:public_id>/endre/", persons.person_change, name="person_change"),
    path("personer/<uuid:public_id>/steng/", persons.person_deactivate, name="person_deactivate"),
    path("personer/<uuid:public_id>/apne/", persons.person_reactivate, name="person_reactivate"),
    path("roller/<uuid:public_id>/avslutt/", persons.role_end, name="role_end"),
]
