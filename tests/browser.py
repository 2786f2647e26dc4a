"""The machine's own Chromium, and how it is started: quiet, and asking nobody outside."""

import shutil

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def launch_options():
    """For Playwright; without a browser of the machine's own it uses the one it has downloaded."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return {"args": FLAGS, **({"executable_path": found} if found else {})}
