"""How to start the machine's own Chromium without network noise."""

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
    """Options for Playwright; it uses its downloaded browser if the machine has none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return {"args": FLAGS, **({"executable_path": found} if found else {})}
