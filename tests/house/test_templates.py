"""Templates say what they mean: no undefined variables, no inline style or script."""

import re
from pathlib import Path

import pytest
from django.template import Context, Origin, Template, engines

SOURCE = Path(__file__).resolve().parents[2] / "src" / "fagvei"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))

# A data block is no script: CSP does not execute it.
INLINE = re.compile(
    r"""<[^>]*\sstyle\s*=|<style\b|<[^>]*\son[a-z]+\s*=\s*["']|<script\b(?![^>]*\bsrc=)(?![^>]*application/json)""",
    re.I,
)


def render(source: str, where: Path, **context) -> str:
    template = Template(source, origin=Origin(name=str(where)), engine=engines["django"].engine)
    return template.render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{{ goal }}",
        "{{ goal.name|default:'uten navn' }}",
        "{% with shown=goal.name %}{{ shown }}{% endwith %}",
        "{% include 'components/progress.html' with done=goal.done total=3 label='RUS' %}",
    ],
)
def test_an_undefined_variable_in_a_template_of_ours_fails(source):
    with pytest.raises(AssertionError, match=r"Undefined variable goal.* in /web/templates/planted.html"):
        render(source, SOURCE / "web" / "templates" / "planted.html")


def test_asking_whether_a_variable_is_there_is_no_failure():
    assert render("{% if goal %}ja{% else %}nei{% endif %}", SOURCE / "planted.html") == "nei"


def test_templates_of_others_are_left_in_peace():
    assert render("[{{ goal }}]", Path("/elsewhere/allauth/templates/login.html")) == "[]"


def test_a_defined_variable_is_shown():
    assert render("{{ goal }}", SOURCE / "planted.html", goal="RUS-032") == "RUS-032"


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">',
    ],
)
def test_inline_style_and_script_are_recognised(planted):
    assert INLINE.search(planted)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_has_inline_style_or_script(template):
    assert INLINE.findall(template.read_text()) == []
