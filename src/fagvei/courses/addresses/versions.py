"""What a course is, as the liaison says it."""

from django.urls import path

from fagvei.courses.views import versions

urlpatterns = [
    path("nytt-kurs/", versions.add_course, name="add_course"),
    path("kurs/<slug:code>/rediger/", versions.edit_course, name="edit_course"),
]
