"""The words on the screen stand in the glossary, and what an operator can set or type stands in docs/operations.md."""

import ast
import re

import houseplan
import pytest
from django.apps import apps
from django.core.management import load_command_class
from django.utils import translation
from houseplan import PACKAGE, ROOT, name_of_call

from fagvei.config.settings import ROOMS

GLOSSARY = ROOT / "docs/glossary.md"
OPERATIONS = ROOT / "docs/operations.md"

# --- Words ---


def glossary_words(text):
    """First column of every table: the whole cell, and each word of a list, without what stands in brackets."""
    words = set()
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            cell = line.split("|")[1].strip().lower()
            for part in [cell, *re.split(r"\s*[,/·]\s+|\s+/\s+", cell)]:
                words |= {part, re.sub(r"\s*\(.*?\)", "", part), re.sub(r"\((\w+)\)", r"\1", part)}
    return words


def words_not_in(text, words):
    known = glossary_words(text)
    return sorted(word for word in words if word.lower() not in known)


def names_of_models():
    with translation.override("nb"):
        return {
            str(model._meta.verbose_name) for model in apps.get_models() if f"fagvei.{model._meta.app_label}" in ROOMS
        }


def test_every_noun_is_in_the_glossary():
    assert words_not_in(GLOSSARY.read_text(encoding="utf-8"), names_of_models()) == []


def test_a_noun_that_nobody_explained_is_caught():
    text = "| bokmål | code |\n|---|---|\n| spørsmål, svaralternativ | `SurveyItem` |\n| tjeneste(periode) | `Placement` |\n"
    assert words_not_in(text, {"Svaralternativ", "spørsmål", "tjeneste", "tjenesteperiode", "kjeller"}) == ["kjeller"]


# --- Settings ---

ENVIRONMENT = re.compile(r"^(FAGVEI_[A-Z_]+|DATABASE_URL|PORT|SENTRY_[A-Z_]+)$")


def variables_in(tree):
    """Names of the environment that a file asks for, however it asks."""
    return {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and ENVIRONMENT.match(str(node.value))
    }


def asked_for():
    """FAGVEI_HOME and the like; names that only exist as Django settings are asked of `settings`, not of the environment."""
    found = set()
    for path in [
        PACKAGE / "config/settings.py",
        PACKAGE / "config/environment.py",
        *PACKAGE.glob("*/management/commands/*.py"),
    ]:
        for call in houseplan.calls(houseplan.parse(path)):
            if name_of_call(call).split(".")[0] in ("env", "os", "environment", "text", "required", "flag"):
                found |= variables_in(call)
    return found


def undocumented(names, text):
    return sorted(name for name in names if f"`{name}`" not in text)


def test_every_variable_is_documented():
    assert undocumented(asked_for(), OPERATIONS.read_text(encoding="utf-8")) == []


def test_no_variable_is_documented_that_nothing_asks_for():
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS.read_text(encoding="utf-8"), re.MULTILINE))
    assert sorted(documented - asked_for()) == []


def test_a_variable_that_is_not_documented_is_caught():
    tree = ast.parse('X = env.text("FAGVEI_SECRET_DOOR") or os.environ["FAGVEI_BACK_DOOR"]')
    assert variables_in(tree) == {"FAGVEI_SECRET_DOOR", "FAGVEI_BACK_DOOR"}
    assert undocumented({"FAGVEI_SECRET_DOOR"}, "| `FAGVEI_HOME` | where data lies |") == ["FAGVEI_SECRET_DOOR"]


# --- Commands ---


def commands():
    return sorted(path.stem for path in PACKAGE.glob("*/management/commands/*.py") if path.stem != "__init__")


def test_every_command_is_documented():
    text = OPERATIONS.read_text(encoding="utf-8")
    assert [name for name in commands() if not re.search(rf"`fagvei {name}\b", text)] == []


def test_no_command_is_documented_that_is_not_there():
    text = OPERATIONS.read_text(encoding="utf-8")
    known = {*commands(), "migrate", "collectstatic", "check", "shell", "help"}
    assert sorted(set(re.findall(r"`fagvei (\w+)", text)) - known) == []


@pytest.mark.parametrize("name", commands())
def test_every_command_says_what_it_does(name):
    (path,) = PACKAGE.glob(f"*/management/commands/{name}.py")
    command = load_command_class(f"fagvei.{houseplan.room_of(path)}", name)
    assert command.help.endswith((".", ").")), command.help
