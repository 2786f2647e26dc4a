"""The targets of matching: python -m bench.matching (make bench-matching).

SCALE=full adds 5 M persons, and Splink on the same files.
"""

import os
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from bench.figures import Figures  # noqa: E402
from bench.matching import beside, damaged, febrl, outcomes, scale  # noqa: E402
from bench.matching.generate import write  # noqa: E402
from enrollment.matching.guards import GUARDS  # noqa: E402
from portal.database import set_up  # noqa: E402
from tests.servers import ADMIN, PASSWORD  # noqa: E402

TODAY = date(2026, 11, 24)
FILES = 13
# As many of them once more with damaged birth dates.
DAMAGED_FILES = 3
# An external set with members.csv, requests.csv and truth.csv.
GIVEN = Path(os.environ.get("MATCHING_SET", "../shared/matching"))


def on_the_given_set(figures):
    if not (GIVEN / "truth.csv").exists():
        print(f"no set of files in {GIVEN}: its figures are left out")
        return
    found = outcomes.measure(GIVEN, today=TODAY)
    for wrong in found.wrong:
        print("false match:", wrong)
    figures.note("given set: false automatic matches", found.counts["false"], 0, "")
    figures.note(
        "given set: completed automatically", found.share("auto right", of="existing"), 0.82, "share", at_least=True
    )
    figures.note("given set: duplicates", found.counts["duplicate"], 2, "")
    figures.note(
        "given set: straight through",
        found.share("auto right", "new right", of="requests"),
        0.77,
        "share",
        at_least=True,
    )
    figures.note("given set: true person first", found.first([1]), 0.9985, "share", at_least=True)
    figures.note("given set: true person in the first five", found.first([5]), 0.999, "share", at_least=True)
    if beside.is_wanted():
        beside.measure(figures, GIVEN.absolute(), "given set")


def on_generated_sets(figures):
    counts, pressed, damaged_counts, duplicates, rarest = Counter(), Counter(), Counter(), 0, 1_000
    for seed in range(1, FILES + 1):
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), seed=seed, households=20_000, requests=5_000)
            found = outcomes.measure(Path(folder), today=TODAY)
            if seed <= DAMAGED_FILES:
                damaged.write(Path(folder), Path(folder) / "damaged", seed=seed)
                beside_it = outcomes.measure(Path(folder) / "damaged", today=TODAY)
                damaged_counts += beside_it.counts
                pressed += beside_it.pressed
        for wrong in found.wrong:
            print(f"false match in file {seed}:", wrong)
        counts += found.counts
        pressed += found.pressed
        duplicates = max(duplicates, found.counts["duplicate"])
        rarest = min(rarest, *found.labels.values())
    figures.note(f"{FILES} files: false automatic matches", counts["false"], 0, "")
    figures.note(f"{FILES} files: automatic matches", counts["auto"], 40_000, "", at_least=True)
    figures.note(f"{FILES} files: duplicates, most in one", duplicates, 2, "")
    figures.note(f"{FILES} files: requests of the rarest label", rarest, 50, "a file", at_least=True)
    figures.note(
        f"{FILES} files: completed automatically", counts["auto right"] / counts["existing"], 0, "share", at_least=True
    )
    figures.note(f"{DAMAGED_FILES} files, dates damaged: false automatic matches", damaged_counts["false"], 0, "")
    figures.note(f"{DAMAGED_FILES} files, dates damaged: duplicates", damaged_counts["duplicate"], 3, "")
    for guard in GUARDS:
        figures.note(f"false matches without {guard}", pressed[guard], 1, "", at_least=True)


def main():
    set_up(os.environ[ADMIN], "test_bench", passwords=dict.fromkeys(["portal_owner", "portal_app"], PASSWORD))
    call_command("migrate", verbosity=0)
    figures = Figures()
    on_the_given_set(figures)
    on_generated_sets(figures)
    febrl.measure(figures)
    scale.measure(figures, persons=1_000_000, asked=100_000, today=TODAY)
    if beside.is_wanted():
        scale.measure(figures, persons=5_000_000, asked=100_000, today=TODAY)
    return figures.report()


sys.exit(main())
