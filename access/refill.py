"""Put what a user typed back into a form of a page that is shown anew.

Only values change: the page is the form's own, with all its rules, and nothing is checked or saved until it is sent.
"""

from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

BUTTONS = {"submit", "button", "reset", "image"}


def refilled(page: str, *, address: str, action: str, typed: list[tuple[str, str]], kept_out: set[str]) -> str:
    """The page with the values in the forms that are sent to `action`, except fields in `kept_out`."""
    filler = _Filler(address, action, typed, kept_out)
    filler.feed(page)
    filler.close()
    return "".join(filler.parts)


class _Filler(HTMLParser):
    def __init__(self, address, action, typed, kept_out):
        super().__init__(convert_charrefs=False)
        self.address, self.action, self.kept_out = address, action, kept_out
        self.typed: dict[str, list[str]] = {}
        for name, value in typed:
            self.typed.setdefault(name, []).append(value)
        self.texts = {name: list(values) for name, values in self.typed.items()}
        self.parts: list[str] = []
        self.filling = False
        self.chosen: list[str] | None = None  # the typed values of the select around us
        self.replaced = False  # within a textarea whose text is replaced

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            posted = values.get("method", "").lower() == "post"
            self.filling = posted and urlsplit(urljoin(self.address, values.get("action") or "")).path == self.action
        change = getattr(self, f"_{tag}", None) if self.filling else None
        if tag == "form" and self.filling:
            self.parts.append(_tag("form", values, "data-refilled", True))
        else:
            self.parts.append(change and change(values) or self.get_starttag_text())
        if tag == "textarea" and self.filling and (text := self._next(values.get("name"))) is not None:
            self.parts.append("\n" + escape(text, quote=False))
            self.replaced = True

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        if tag == "form":
            self.filling = False
        if tag == "select":
            self.chosen = None
        if tag == "textarea":
            self.replaced = False
        self._keep(f"</{tag}>")

    def _input(self, values):
        kind, name = values.get("type", "text"), values.get("name")
        if name in self.kept_out or kind in BUTTONS:
            return None
        if kind in ("checkbox", "radio"):
            return _tag("input", values, "checked", values.get("value", "on") in self.typed.get(name, ()))
        text = self._next(name)
        return None if text is None else _tag("input", values | {"value": text})

    def _select(self, values):
        self.chosen = self.typed.get(values.get("name"))

    def _option(self, values):
        if self.chosen is None:
            return None
        return _tag("option", values, "selected", values.get("value") in self.chosen)

    def _next(self, name):
        """The next text that was typed into a field of this name; None for a field that was not sent."""
        left = self.texts.get(name)
        return left.pop(0) if left else None

    def _keep(self, text):
        if not self.replaced:
            self.parts.append(text)

    def handle_data(self, data):
        self._keep(data)

    def handle_entityref(self, name):
        self._keep(f"&{name};")

    def handle_charref(self, name):
        self._keep(f"&#{name};")

    def handle_comment(self, data):
        self._keep(f"<!--{data}-->")

    def handle_decl(self, decl):
        self._keep(f"<!{decl}>")


def _tag(name, values, flag=None, on=False):
    values = {key: value for key, value in values.items() if key != flag} | ({flag: None} if on else {})
    written = (key if value is None else f'{key}="{escape(value)}"' for key, value in values.items())
    return f"<{' '.join([name, *written])}>"
