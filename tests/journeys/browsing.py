"""A signed-in page in a real browser, with its checks and every console message kept."""

from datetime import UTC, datetime

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from tests import factories
from tests.counts import some

WIDTHS = (1366, 320)
THEMES = ("light", "dark")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,  # style sheets of other places, and films: there are none
}
AXE = Axe().axe_script


def today():
    return datetime.now(UTC)


class Desk:
    """A signed-in page. `look` checks accessibility at two widths and two themes, and sideways scrolling."""

    def __init__(self, page, live_server):
        self.page, self.url, self.messages = page, live_server.url, []
        page.on("console", lambda message: self.messages.append(f"{page.url} {message.text}"))
        page.on("pageerror", lambda error: self.messages.append(f"{page.url} {error}"))

    def sign_in(self, user):
        client = Client()
        client.force_login(user)
        factories.has_just_signed_in(client)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])
        return self

    def open(self, path):
        self.page.goto(self.url + path)
        return self.page

    def follow(self, control):
        """Follow a link or button and wait for the next page."""
        with self.page.expect_navigation():
            control.click()
        return self.page

    def look(self):
        self.page.evaluate(AXE)
        for turn, width in enumerate(WIDTHS):
            self.page.set_viewport_size({"width": width, "height": 900})
            for theme in some(THEMES, "themes at a width", turn):
                self.page.emulate_media(color_scheme=theme)
                found = AxeResults(self.page.evaluate("rules => axe.run(rules)", RULES))
                assert found.violations_count == 0, f"{self.page.url} {theme} {width}\n{found.generate_report()}"
                scroll = self.page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                assert scroll <= 0, f"{self.page.url} scrolls sideways by {scroll} at {width}"
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        self.page.emulate_media(color_scheme="light")

    def silent(self):
        """Assert no console messages except the browser's own lines for expected refusals and sign-out."""
        expected = ("422", "404", "Clear-Site-Data")
        return [each for each in self.messages if not any(words in each for words in expected)]
