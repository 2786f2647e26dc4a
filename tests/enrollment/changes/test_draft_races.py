"""Two tabs on one draft: what one of them does is what the other finds."""

import pytest
from django.urls import reverse

from enrollment.models import Change
from tests.enrollment.changes.forms import Browser, dependent, draft
from tests.races import SOUNDS, TRIALS, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("that_day")]
TIMES = min(TRIALS // 4, len(SOUNDS))


def signed_in(employer):
    client = Browser()
    client.force_login(employer.administrator)
    return client


def one_dependent(employer, typed, trial):
    """A draft of one of many employees, with a child."""
    letter = SOUNDS[trial]
    who = {"first_name": f"No{letter}a", "last_name": f"{letter}eru", "number": f"51233{4400 + trial}"}
    return draft(signed_in(employer), typed | who, dependent(f"I{letter}a", f"23456{7800 + trial}"))


def at_once(employer, *addresses):
    acts = [(signed_in(employer), address) for address in addresses]
    return together(*[lambda client=client, address=address: client.post(address) for client, address in acts])


def test_a_dependent_removed_at_the_moment_of_submit_is_covered_or_removed_and_not_both(employer, typed):
    for trial in range(TIMES):
        pk = one_dependent(employer, typed, trial)
        removed, submitted = at_once(
            employer, reverse("remove_dependent", args=[pk, 0]), reverse("draft_check", args=[pk])
        )
        off = removed["Location"] == reverse("draft_dependents", args=[pk])
        with employer.scope():
            change = Change.objects.get(pk=pk)
        if off and submitted.status_code == 409:
            assert (change.state, change.payload["dependents"]) == ("draft", [])
        else:
            assert len(change.payload["people"]) == (1 if off else 2)


def test_a_draft_deleted_at_the_moment_of_submit_is_submitted_or_deleted_and_not_both(employer, typed):
    for trial in range(TIMES):
        pk = one_dependent(employer, typed, trial)
        _deleted, submitted = at_once(employer, reverse("delete_draft", args=[pk]), reverse("draft_check", args=[pk]))
        with employer.scope():
            changes = list(Change.objects.submitted())
        assert [str(each.pk) for each in changes if each.title.startswith(f"No{SOUNDS[trial]}a")] == (
            [pk] if submitted.status_code == 302 else []
        )


def test_two_tabs_that_submit_one_draft_show_one_receipt(employer, typed):
    for trial in range(TIMES):
        pk = one_dependent(employer, typed, trial)
        answers = at_once(employer, *[reverse("draft_check", args=[pk])] * 2)
        assert [answer["Location"] for answer in answers] == [reverse("request", args=[pk])] * 2
