"""Screenshots of the main pages for the README: `make shots`, on the demonstration data of a running `make run`-like portal."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from portal.demonstration.sign_ins import ADMINISTRATOR_MAIL, PASSWORD, REPRESENTATIVE_MAIL
from tests.browser import launch_options

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
PORT = "8765"
URL = f"http://localhost:{PORT}"
WAIT_SECONDS = 180


def wait(process):
    """Wait until the portal is ready."""
    for _ in range(WAIT_SECONDS * 2):
        try:
            with urllib.request.urlopen(f"{URL}/readyz", timeout=1):
                return
        except OSError:
            if process.poll() is not None:
                sys.exit("the portal did not start")
            time.sleep(0.5)
    sys.exit("the portal did not get ready")


class Camera:
    def __init__(self, browser, mail, *, width=1280, theme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        self.page, self.theme = context.new_page(), theme
        self.page.goto(f"{URL}/accounts/login/?next=/help/")
        self.page.get_by_label("Email address").fill(mail)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_load_state()

    def shoot(self, path, name):
        self.page.goto(URL + path)
        self.page.screenshot(path=TARGET / f"{name}.png")
        print(name)  # noqa: T201

    def choose_harbor(self):
        self.page.goto(f"{URL}/")
        self.page.get_by_label("Employer", exact=True).select_option(label="Harbor Marine Supply")
        self.page.get_by_role("button", name="Switch").click()
        self.page.wait_for_load_state()
        return self

    def person(self):
        self.page.goto(f"{URL}/employees/?q=hansen")
        return self.page.locator("a.name").first.get_attribute("href")


def fill(page):
    """Fill in an enrollment up to its last page; returns the page's path."""
    page.goto(f"{URL}/employees/add/")
    texts = {"first_name": "Marisol", "last_name": "Ibarra", "number": "512-33-9289", "birth_date": "4/28/1986"}
    texts |= {"street": "2200 Harbor Way", "city": "Oakland", "zip_code": "94607", "hired_on": "11/9/2026"}
    for name, text in texts.items():
        page.fill(f"[name={name}]", text)
    for name, value in {"sex": "F", "state": "CA", "employment_class": "FT"}.items():
        page.select_option(f"[name={name}]", value)
    page.select_option("[name=unit]", label="Dockside")
    page.select_option("[name=offering]", label="HMO Gold 500 (Dockside)")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Continue to check").click()
    page.wait_for_load_state()
    return page.url.removeprefix(URL)


def take(browser):
    light = Camera(browser, ADMINISTRATOR_MAIL).choose_harbor()
    person = light.person()
    check = fill(light.page)
    pages = {"home": "/", "roster": "/employees/", "person": person, "check": check, "requests": "/requests/"}
    for theme in ("light", "dark"):
        camera = Camera(browser, ADMINISTRATOR_MAIL, theme=theme).choose_harbor()
        for name, path in pages.items():
            camera.shoot(path, f"{name}-{theme}")
    phone = Camera(browser, ADMINISTRATOR_MAIL, width=390).choose_harbor()
    for name in ("home", "roster"):
        phone.shoot(pages[name], f"{name}-phone")
    light.shoot("/access/", "access")
    visitor = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    visitor.goto(f"{URL}/")
    visitor.screenshot(path=TARGET / "landing.png")
    visitor.goto(f"{URL}/tour/step/3/")
    visitor.screenshot(path=TARGET / "tour.png")
    desk = Camera(browser, REPRESENTATIVE_MAIL)
    desk.shoot("/admin/enrollment/review/", "queue")
    desk.page.locator("#result_list a").first.click()
    desk.page.screenshot(path=TARGET / "case.png", full_page=True)


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PORT": PORT}
    portal = subprocess.Popen(
        [sys.executable, "-m", "portal.dev"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait(portal)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())
            take(browser)
            browser.close()
    finally:
        portal.terminate()
        portal.wait(10)


if __name__ == "__main__":
    main()
