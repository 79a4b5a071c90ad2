"""What was written in a closed wave, text by text."""

from django.urls import path

from fagvei.surveys.views import free_texts

TEXT = "gap/fritekst/<uuid:public_id>/"

urlpatterns = [
    path(TEXT, free_texts.free_text, name="free_text"),
    path(f"{TEXT}skjul/", free_texts.hide_free_text, name="hide_free_text"),
    path(f"{TEXT}vis/", free_texts.show_free_text, name="show_free_text"),
]
