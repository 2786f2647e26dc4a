"""How many repetitions tests of chance, threads and long lists make: few in `make test`, all in `make faults`."""

import os

FULL = os.environ.get("TEST_COUNTS") == "full"
# Name: (in `make test`, in `make faults`).
COUNTS = {
    "race trials": (12, 100),
    "machine examples": (6, 60),
    "machine steps": (150, 2_000),
    "merge examples": (3, 8),
    "world examples": (5, 60),
    "priced histories": (100, 2_000),
    "proposed walks": (4, 80),
    "previewed walks": (4, 60),
    "bills made at once": (6, 60),
    "bills cut off": (6, 30),
    "nonsense in a field": (1, 6),
    "nonsense in an address": (1, 20),
    "nonsense that is sent": (1, 3),
    "who only looks in": (1, 3),
    "file requests": (700, 5_000),
    "methods of a role": (1, 3),
    "pages without a cache": (1, 2),
    "themes at a width": (1, 2),
}


def count(name):
    return COUNTS[name][FULL]


def some(things, name, turn=0):
    """As many of the things as the count says, from the place whose turn it is."""
    return [things[(turn + place) % len(things)] for place in range(min(count(name), len(things)))]
