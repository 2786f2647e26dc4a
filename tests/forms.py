"""The forms of a page as a browser sees them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

NOT_SENT = {"submit", "button", "reset", "image"}


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    checked: bool = False
    options: list = field(default_factory=list)

    @property
    def is_typed(self):
        return self.kind not in NOT_SENT | {"hidden"}


@dataclass
class Form:
    method: str
    action: str
    fields: list = field(default_factory=list)

    def hidden(self, name):
        return next((each.value for each in self.fields if each.kind == "hidden" and each.name == name), None)

    def sent(self):
        """Name and values, as a browser sends them without a button."""
        found = {}
        for each in self.fields:
            if each.name and each.kind not in NOT_SENT and (each.kind not in ("checkbox", "radio") or each.checked):
                found.setdefault(each.name, []).append(each.value)
        return found


class _Reader(HTMLParser):
    def __init__(self, address):
        super().__init__()
        self.address, self.forms, self.form, self.field = address, [], None, None

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urlsplit(urljoin(self.address, values.get("action", "")))
            self.form = Form(values.get("method", "get").lower(), action._replace(fragment="").geturl())
            self.forms.append(self.form)
        elif self.form and tag in ("input", "textarea", "select", "button"):
            kind = values.get("type", "text") if tag == "input" else {"button": "submit"}.get(tag, tag)
            self.field = Field(values.get("name", ""), kind, values.get("value", ""), "checked" in dict(attrs))
            if kind in ("checkbox", "radio") and "value" not in values:
                self.field.value = "on"
            self.form.fields.append(self.field)
        elif tag == "option" and self.field:
            self.field.options.append(values.get("value", ""))
            if "selected" in dict(attrs) or len(self.field.options) == 1:
                self.field.value = values.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag == "textarea":
            self.field.value = self.field.value.removeprefix("\n")
        if tag in ("textarea", "select"):
            self.field = None

    def handle_data(self, data):
        if self.field and self.field.kind == "textarea":
            self.field.value += data


def forms_of(response, address):
    """The forms of a page, each with the address it is sent to."""
    reader = _Reader(address)
    reader.feed(response.content.decode())
    return reader.forms


def posts_of(response, address):
    return [form for form in forms_of(response, address) if form.method == "post"]
