"""Build the portal's one font file, the Latin letters of Public Sans as woff2, from an installed package."""

from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand
from fontTools import subset

LATIN = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0100-017F,U+2000-206F,U+20AC,U+2122,U+2190-2193,U+2212"


class Command(BaseCommand):
    help = "Build the static files that come out of packages (static/build, not in the repository)."
    requires_system_checks = []

    def handle(self, **options):
        target = Path(settings.BASE_DIR) / "static" / "build" / "public-sans.woff2"
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        font = next(
            path for path in Path(str(files("fontpkg_public_sans"))).rglob("*.ttf") if "Italic" not in path.name
        )
        subset.main(
            [str(font), f"--unicodes={LATIN}", "--flavor=woff2", f"--output-file={target}", "--layout-features=*"]
        )
        self.stdout.write(f"{target.name}: {target.stat().st_size} bytes")
