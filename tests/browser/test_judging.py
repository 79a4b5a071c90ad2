"""The judge of pages can find what it looks for, on a page that may run no script as well."""

import pytest
from judging import ids_used_twice, overflow, squeezed, violations

# Styles are set one by one: the page itself lets no style attribute in.
PLANT = """() => {
  const main = document.querySelector("main");
  const plant = (tag, fields, style = {}) => {
    const element = main.appendChild(Object.assign(document.createElement(tag), fields));
    Object.assign(element.style, style);
  };
  plant("img", {id: "lone", src: "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=", width: 1});
  plant("p", {textContent: "blek"}, {color: "#ddd", background: "#fff"});
  plant("p", {textContent: "bred", id: "lone"}, {width: "2000px"});
  plant("p", {textContent: "ord for ord for ord for ord for ord for ord for ord"}, {width: "2ch"});
}"""


@pytest.fixture(params=["phone", "no_js"])
def either(request):
    return request.getfixturevalue(request.param)


def test_what_is_planted_is_found(either, bo):
    either.goto("/gap/svar/")
    assert (violations(either), ids_used_twice(either), overflow(either), squeezed(either)) == ([], [], [], [])

    either.evaluate(PLANT)

    assert sorted(line.split(":")[0] for line in violations(either)) == ["color-contrast", "image-alt"]
    assert ids_used_twice(either) == ["lone"]
    assert len(squeezed(either)) == 1
    assert overflow(either)[-1] == "the page is wider than the window"
