"""The catalogues are whole: they compile, keep their placeholders, and hold what stands on every page."""

import gettext
import shutil
from pathlib import Path

import compile_catalogues
import extract_messages
import pytest
from django.conf import settings

SOURCE = Path(__file__).resolve().parents[2] / "src" / "fagvei"
TRANSLATED = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]

# What stands around every page is never half translated.
SHELL = ("web/navigation.py", "web/templates/base.html", "web/templates/components/", "web/templates/web/start.html")


@pytest.fixture
def catalogues(tmp_path):
    shutil.copytree(SOURCE / "locale", tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    return tmp_path


def test_every_catalogue_compiles(catalogues):
    assert compile_catalogues.compile_all(catalogues) == []

    compiled = {path.parent.parent.name for path in catalogues.rglob("*.mo")}
    assert compiled == {code for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize(("language", "tasks"), [("nn", "Oppgåver"), ("en", "Tasks")])
def test_a_compiled_catalogue_translates(catalogues, language, tasks):
    compile_catalogues.compile_all(catalogues)

    with (catalogues / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Oppgaver") == tasks


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_shell_is_translated(language):
    template = extract_messages.extract()
    in_shell = {
        message.id: [path for path, _line in message.locations if path.startswith(SHELL)] for message in template
    }

    lacking = [text for text, _room in extract_messages.missing(language, template) if in_shell[text]]

    assert lacking == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_lost_placeholder_is_found(catalogues, language):
    path = catalogues / "locale" / language / "LC_MESSAGES" / "django.po"
    text = path.read_text()
    assert text.count('"Side %(number)s av %(of)s"') >= 1
    before, after = text.split('msgid "Side %(number)s av %(of)s"\n', 1)
    path.write_text(before + 'msgid "Side %(number)s av %(of)s"\nmsgstr "Side %(nummer)s"\n' + after.split("\n", 1)[1])

    assert len(compile_catalogues.compile_all(catalogues)) == 1


def test_texts_of_python_and_templates_are_found(tmp_path):
    (tmp_path / "room" / "templates" / "room").mkdir(parents=True)
    (tmp_path / "room" / "views.py").write_text(
        'x = _("Lagret"), ngettext("%(n)d mål", "%(n)d flere mål", 2), f(_(y))\n'
    )
    (tmp_path / "room" / "templates" / "room" / "page.html").write_text(
        "{% translate 'Lukk \"den\"' %}{% blocktranslate %}Hei {{ name }}{% endblocktranslate %}"
        "{% blocktranslate count n=n %}{{ n }} dag{% plural %}{{ n }} dager{% endblocktranslate %}"
        '{% translate "Mai" context "måned" %}'
    )

    found = {(message.id, message.context) for message in extract_messages.extract(tmp_path) if message.id}

    assert found == {
        ("Lagret", None),
        (("%(n)d mål", "%(n)d flere mål"), None),
        ('Lukk "den"', None),
        ("Hei %(name)s", None),
        (("%(n)s dag", "%(n)s dager"), None),
        ("Mai", "måned"),
        *((text, None) for text in extract_messages.SAID_OTHERWISE),
    }


def test_a_new_text_is_added_and_a_gone_one_dropped(tmp_path):
    room = tmp_path / "room"
    room.mkdir()
    (room / "views.py").write_text('_("Gammel")\n')
    extract_messages.update("nn", extract_messages.extract(tmp_path), tmp_path)
    path = extract_messages.catalogue_file("nn", tmp_path)
    path.write_text(path.read_text().replace('msgid "Gammel"\nmsgstr ""', 'msgid "Gammel"\nmsgstr "Gamal"'))

    (room / "views.py").write_text('_("Gammel"), _("Ny")\n')
    extract_messages.update("nn", extract_messages.extract(tmp_path), tmp_path)
    assert [text for text, _room in extract_messages.missing("nn", extract_messages.extract(tmp_path), tmp_path)] == [
        "Ny",
        *extract_messages.SAID_OTHERWISE,
    ]

    (room / "views.py").write_text('_("Ny")\n')
    extract_messages.update("nn", extract_messages.extract(tmp_path), tmp_path)
    assert "Gamal" not in path.read_text()


def test_a_run_without_news_changes_nothing(tmp_path):
    (tmp_path / "views.py").write_text('_("Ny")\n')
    extract_messages.update("nn", extract_messages.extract(tmp_path), tmp_path)
    first = extract_messages.catalogue_file("nn", tmp_path).read_bytes()

    extract_messages.update("nn", extract_messages.extract(tmp_path), tmp_path)

    assert extract_messages.catalogue_file("nn", tmp_path).read_bytes() == first
