"""The forms of every page, found by opening the pages as people who may, and read as a browser reads them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve
from everybody import ANONYMOUS, Specimen, World
from forms_of_addresses import DATA, data_for, methods_of
from houseplan import Address, addresses
from matrix import Table, address, is_somebody
from visits import Visitors

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "idempotency_key"})


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    """A form as it stood on a page, and who saw it there."""

    page: str
    action: str
    method: str
    username: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)

    @property
    def view_name(self) -> str:
        try:
            return resolve(urlsplit(self.action).path).view_name
        except Resolver404:
            return ""

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.view_name, self.method, frozenset(self.fields), frozenset(self.buttons))

    def filled(self) -> dict[str, str]:
        """As somebody would fill it in: what stands there, the first choice, a word where it is empty."""
        data = dict(list(self.buttons.items())[:1])
        for each in self.fields.values():
            if each.kind != "file":
                data[each.name] = each.value or next((choice for choice in each.choices if choice), "") or _word(each)
        return data


def _word(each: Field) -> str:
    """Hidden fields and traps for programs stay as they are."""
    words = {
        "textarea": "Noe",
        "text": "Noe",
        "email": "a@example.org",
        "number": "1",
        "password": "demo",
        "search": "rus",
    }
    return words.get(each.kind, "")


class FormReader(HTMLParser):
    def __init__(self, page: str, username: str):
        super().__init__()
        self.page, self.username = page, username
        self.forms: list[PageForm] = []
        self._by_id: dict[str, PageForm] = {}
        self._form: PageForm | None = None
        self._field: Field | None = None
        self._late: list[tuple[str, str, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.page, told.get("action") or self.page)
            self._form = PageForm(self.page, action, told.get("method", "get").lower(), self.username)
            self.forms.append(self._form)
            self._by_id[told.get("id", "")] = self._form
        elif tag in {"input", "select", "textarea", "button"}:
            form = self._by_id.get(told["form"]) if told.get("form") else self._form
            if form is not None:
                self._take(form, tag, told)
        elif tag == "option" and self._field is not None:
            self._field.choices.append(told.get("value", ""))
            if "selected" in told:
                self._field.value = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in {"select", "textarea"}:
            self._field = None

    def handle_data(self, data: str) -> None:
        if self._field is not None and self._field.kind == "textarea":
            self._field.value += data.strip()

    def _take(self, form: PageForm, tag: str, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", "text") if tag in {"input", "button"} else tag
        if not name:
            return
        if tag == "button" or kind == "submit":
            form.buttons.setdefault(name, told.get("value", ""))
            return
        each = form.fields.setdefault(name, Field(name, kind))
        if kind in {"radio", "checkbox"}:
            each.choices.append(told.get("value", "on"))
            if "checked" in told:
                each.value = told.get("value", "on")
        elif kind != "file":
            each.value = told.get("value", "")
        self._field = each if tag in {"select", "textarea"} else None


def forms_in(html: str, page: str, username: str) -> list[PageForm]:
    reader = FormReader(page, username)
    reader.feed(html)
    return reader.forms


# Who looks at the pages without an id: one of each kind of work.
VISITORS = ("anna", "bo", "cecilie", "siri", "eva", "hilde", "trond", "jorunn", "geir", "kari", "leif", "mona")


def openings(world: World, table: Table) -> Iterator[tuple[str, str, Address]]:
    """(username, path, address): every page with people who may open it, at most three per object."""
    rows, at_home = table.addresses(), _by_own_address(world)
    for at in addresses():
        if not at.converters:
            for username in (ANONYMOUS, *VISITORS):
                yield username, "/" + at.pattern, at
            if at.name == "training:start_assessment":
                # First whom, then what: the form stands on the second page.
                yield "siri", f"/{at.pattern}?lege={world.cast.anna.public_id}", at
            continue
        if at.name not in {url_name for _object_type, url_name in rows}:
            # Open to all, with more on it for some.
            for path, specimen in at_home.get(at.name, []):
                for username in [*specimen.relations][:3]:
                    yield username, path, at
        for (object_type, url_name), permissions in rows.items():
            if url_name == at.name:
                for specimen in world.of_type(object_type):
                    allowed = [
                        name
                        for name in world.people
                        if is_somebody(name) and any(table.allows(name, each, specimen) for each in permissions)
                    ]
                    for username in allowed[:3]:
                        yield username, address(at, specimen), at


def _by_own_address(world: World) -> dict[str, list[tuple[str, Specimen]]]:
    found: dict[str, list[tuple[str, Specimen]]] = {}
    for specimen in world.specimens:
        if hasattr(specimen.obj, "get_absolute_url"):
            path = specimen.obj.get_absolute_url()
            found.setdefault(resolve(path.split("?")[0]).view_name, []).append((path, specimen))
    return found


def all_forms(world: World, table: Table, visitors: Visitors, visit: Any) -> list[PageForm]:
    """One of each kind. The language and logout forms of the shell come once, not once per page."""
    found: dict[tuple[Any, ...], PageForm] = {}
    for username, path, at in openings(world, table):
        if "GET" not in methods_of(at, path, visitors):
            continue
        response = visit(visitors.client_of(username), path)
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            for form in forms_in(response.content.decode(), path, username):
                found.setdefault(form.key, form)
    reached = {form.view_name for form in found.values()}
    return [*found.values(), *forms_not_met(world, table, visitors, reached)]


def forms_not_met(world: World, table: Table, visitors: Visitors, reached: set[str]) -> Iterator[PageForm]:
    """What no page of this world shows, as it would be posted: one form per address, by the first who may."""
    by_name = {at.name: at for at in addresses()}
    for (object_type, url_name), permissions in sorted(table.addresses().items()):
        for specimen in world.of_type(object_type) if url_name in DATA and url_name not in reached else []:
            path = address(by_name[url_name], specimen)
            who = (name for name in world.people if any(table.allows(name, each, specimen) for each in permissions))
            username = next(filter(is_somebody, who), None)
            if username is None or "POST" not in methods_of(by_name[url_name], path, visitors):
                continue
            fields = {"idempotency_key": Field("idempotency_key", "hidden")}
            for name, value in data_for(url_name, world, specimen).items():
                first = next(iter(value), "") if isinstance(value, list) else value
                fields[name] = Field(name, *(("text", first) if isinstance(first, str) else ("file", "")))
            reached.add(url_name)
            yield PageForm(path, path, "post", username, fields)
            break


def with_query(path: str, names: Iterable[str], value: str) -> list[tuple[str, str]]:
    """All parameters of the house at once, each with the same text."""
    return [*parse_qsl(urlsplit(path).query), *((name, value) for name in names)]
