"""A file comes in through `common.forms.UploadField` alone, so that the virus scanner sees every one."""

import ast
import importlib

import houseplan
import pytest
from django import forms
from houseplan import PACKAGE, name_of_call, place

from fagvei.common.forms import UploadField


def forms_of_the_house():
    for path in houseplan.python_files("forms"):
        importlib.import_module(".".join(("fagvei", *path.relative_to(PACKAGE).with_suffix("").parts)))
    kinds = [forms.BaseForm]
    for kind in kinds:
        kinds += [each for each in kind.__subclasses__() if each not in kinds]
    return [kind for kind in kinds if kind.__module__.startswith("fagvei.")]


def unseen(kinds):
    return [
        f"{kind.__name__}.{name}"
        for kind in kinds
        for name, field in getattr(kind, "base_fields", {}).items()
        if isinstance(field, forms.FileField) and not isinstance(field, UploadField)
    ]


def past_the_forms(tree):
    """`request.FILES` as anything else than what a form is made from."""
    made_from = set()
    for call in houseplan.calls(tree):
        if name_of_call(call).split(".")[-1].endswith("Form"):
            made_from |= {id(node) for argument in call.args for node in ast.walk(argument)}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "FILES" and id(node) not in made_from
    ]


def test_every_field_for_a_file_asks_the_scanner():
    kinds = forms_of_the_house()
    assert len([kind for kind in kinds if any(isinstance(f, UploadField) for f in kind.base_fields.values())]) >= 8
    assert unseen(kinds) == []


# Says whether somebody whose login had expired had files with them; they are not read.
TELLS_ONLY = {"people/login_required.py"}


def test_files_reach_nothing_but_forms():
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if "tests" not in path.parts]
    found = [place(path, line) for path in paths for line in past_the_forms(houseplan.parse(path))]
    assert {each.split(":")[0] for each in found} == TELLS_ONLY


def test_a_field_that_asks_nobody_is_caught():
    class PlainForm(forms.Form):
        file = forms.FileField()
        picture = forms.ImageField()
        seen = UploadField()

    assert unseen([PlainForm]) == ["PlainForm.file", "PlainForm.picture"]


@pytest.mark.parametrize(
    "code",
    [
        "save(request.FILES['file'])",
        "file = request.FILES.get('file')",
        "x = request.FILES",
        "Form(save(1)); f(r.FILES)",
    ],
)
def test_a_file_past_the_forms_is_caught(code):
    assert past_the_forms(ast.parse(code)) != []


def test_a_form_made_from_files_is_no_fault():
    assert past_the_forms(ast.parse("form = forms.SendForm(request.POST or None, request.FILES or None)")) == []
