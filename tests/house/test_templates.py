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
        "{% for each in goals %}{{ each }}{% endfor %}",
        "{% for each in goals|dictsort:'code' %}{{ each }}{% endfor %}",
        "{% regroup goals by code as groups %}",
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


# A link to where something was read. The name of a rule's source is words, and no link.
SOURCE_LINK = re.compile(
    r"\{\{\s*(?:[\w.]*source\w*|address)\s*\|\s*urlize"
    r'|href="\{\{\s*(?:[\w.]*(?:source|official_url|\.guideline\.get_absolute_url)\w*|address)\s*\}\}"'
)
SMALL = re.compile(r"""<(\w+)\b[^>]*\bclass="(?:[^"]*[\s"])?(?:meta|hint)(?=[\s"])[^>]*>""")


def small_source_links(html: str) -> list[str]:
    """Links to a source in what is written smaller than the text beside it."""
    found = []
    for opening in SMALL.finditer(html):
        inside, depth = html[opening.end() :], 1
        for tag in re.finditer(rf"<(/?){opening[1]}\b", inside):
            depth += -1 if tag[1] else 1
            if depth == 0:
                inside = inside[: tag.start()]
                break
        found += SOURCE_LINK.findall(opening[0] + inside)
    return found


@pytest.mark.parametrize(
    "planted",
    [
        '<p class="meta">{% translate "Kilde:" %} {{ document.source|urlizetrunc:60 }}</p>',
        '<p class="meta source"><a href="{{ page.source }}">{{ page.source }}</a></p>',
        '<span class="meta"><span>B</span> {{ page.national.source | urlize }}</span>',
        '<a class="meta" href="{{ guideline.official_url }}">Kilde</a>',
        '<p class="meta"><a href="{{ survey.guideline.get_absolute_url }}">IS-2211</a></p>',
        '<p class="hint">{% for address in sources %}<a href="{{ address }}">x</a>{% endfor %}</p>',
    ],
)
def test_a_source_that_is_smaller_than_the_text_is_recognised(planted):
    assert len(small_source_links(planted)) == 1


@pytest.mark.parametrize(
    "fine",
    [
        '<p class="meta">Vår lesning.</p><p>{{ document.source|urlizetrunc:60 }}</p>',
        '<p class="source">{{ document.source|urlize }}</p>',
        '<p class="meta">{{ rule.sentence }} {{ rule.source }}</p>',
        '<p class="metadata">{{ document.source|urlize }}</p>',
    ],
)
def test_a_source_as_large_as_the_text_is_left_in_peace(fine):
    assert small_source_links(fine) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_link_to_a_source_is_as_large_as_the_text(template):
    assert small_source_links(template.read_text()) == []


# Sheets of numbers with many columns: they are scrolled sideways, and their pictures stand beside them in words.
MATRICES = {"surveys/report/_table.html", "surveys/report/_crossed.html"}
READ_ON_A_WARD = ("guideline", "surveys", "crosswalk")


def tables_cut_on_a_phone(html: str) -> list[str]:
    """Tables that do not become a list there, or do and leave a cell without the heading it stood under."""
    tables = re.findall(r"<table\b.*?</table>", html, re.S)
    whole = [each for each in tables if re.match(r'<table class="[^"]*\bas-list\b', each)]
    unnamed = [each for each in whole if re.search(r"<td(?![^>]*\bdata-label=)", each)]
    return [each for each in tables if each not in whole] + unnamed


@pytest.mark.parametrize(
    "planted",
    [
        '<table class="ds-table"><tr><td data-label="År">2016</td></tr></table>',
        '<table class="ds-table as-list"><tr><td>2016</td></tr></table>',
    ],
)
def test_a_table_that_is_cut_on_a_phone_is_recognised(planted):
    assert tables_cut_on_a_phone(planted) == [planted]


def test_tables_that_are_read_on_a_ward_become_lists_on_a_phone():
    """Of two sides that disagree, the second would stand outside the screen."""
    found = {
        str(path.relative_to(SOURCE / room / "templates")): tables_cut_on_a_phone(path.read_text(encoding="utf-8"))
        for room in READ_ON_A_WARD
        for path in sorted((SOURCE / room).rglob("templates/**/*.html"))
    }
    assert {name for name, tables in found.items() if tables} == MATRICES
