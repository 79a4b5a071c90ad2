"""Versions of what a recommendation says. A published one keeps its address for ever."""

from django.urls import path

from fagvei.guideline.views import versions

UNIT = "retningslinjer/<slug:slug>/anbefalinger/<slug:code>/"
VERSION = f"{UNIT}versjoner/<int:number>/"

urlpatterns = [
    path(f"{UNIT}ny-versjon/", versions.start_version, name="start_version"),
    path(VERSION, versions.version, name="version"),
    path(f"{VERSION}skriv/", versions.edit_version, name="edit_version"),
    path(f"{VERSION}send/", versions.send_version, name="send_version"),
    path(f"{VERSION}godkjenn/", versions.approve_version, name="approve_version"),
    path(f"{VERSION}returner/", versions.return_version, name="return_version"),
    path(f"{VERSION}hent-tilbake/", versions.reopen_version, name="reopen_version"),
    path(f"{VERSION}publiser/", versions.publish_version, name="publish_version"),
    path(f"{VERSION}trekk-tilbake/", versions.withdraw_version, name="withdraw_version"),
]
