"""Acts that run at the same moment, and people for many trials."""

import threading
from datetime import timedelta

from django.db import IntegrityError, connection

from access import services as access_services
from accounts.services import CannotSetUp
from enrollment import services
from enrollment.rules.people import Address
from tests import factories
from tests.counts import count

TRIALS = count("race trials")
REFUSALS = (CannotSetUp, services.CannotChange, services.KeyReused, access_services.CannotChangeAccess, IntegrityError)


def together(*acts):
    """Run the acts at once; their results or refusals, in order."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait()
            results[place] = act()
        except REFUSALS as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


SOUNDS = "btfklmnrsj"


def someone(trial):
    """One of 100 people, none near another."""
    x, y = SOUNDS[trial % 10], SOUNDS[trial // 10]
    return factories.applicant(
        f"{x}a{y}o".title(),
        f"{y}e{x}u{x}".title(),
        born=factories.date(1950, 1, 1) + timedelta(days=131 * trial),
        number=f"{101 + trial}{10 + trial * 7 % 80}{1000 + trial * 37}",
        address=Address(f"{trial + 1} Alder Way", "Oakland", "CA", "94607"),
    )
