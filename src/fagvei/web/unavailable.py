"""The page for when no process of ours answers: one file, made beforehand, that the proxy hands out by itself.

Its words are those of the program (`guideline/rules/danger.py`), in all our languages, for nobody is there to choose.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, override

from fagvei.guideline.rules.danger import DANGER, print_of_danger
from fagvei.guideline.views.card import ALONE, style_of_the_file


def page_alone() -> str:
    """The same whenever it is made of the same program, so that an old file is known."""
    first, *others = [code for code, _name in settings.LANGUAGES]
    context = {
        "alone": ALONE,
        "style": style_of_the_file(),
        "mark": print_of_danger(),
        "body": _body(first),
        "others": [(code, get_language_info(code)["name_local"], _body(code)) for code in others],
    }
    with override(first):
        return render_to_string("web/unavailable.html", context)


def _body(language: str) -> str:
    with override(language):
        return render_to_string("web/_unavailable.html", {"danger": DANGER})
