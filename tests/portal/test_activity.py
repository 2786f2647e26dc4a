"""The activity page and file, filtered by verb, actor and day, in words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Activity
from tests import factories
from tests.factories import NOW, applicant

pytestmark = pytest.mark.django_db


def about(desk, **query):
    response = desk.get(reverse("activity"), query)
    return [
        line.summary for line in response.context["page"].object_list if line.verb in ("enrolled", "ended_coverage")
    ]


def test_the_record_is_narrowed_by_verb_actor_and_days(desk, employer):
    early = employer.enroll(at=NOW - timedelta(days=3))
    other = applicant("Zed", "Quist", born=factories.date(1960, 5, 5), number="456-78-9123")
    employer.enroll(employee=other, at=NOW)
    employer.end(early, at=NOW)
    assert about(desk) == ["Ana Morales", "Zed Quist", "Ana Morales"]
    assert about(desk, verb="ended_coverage") == ["Ana Morales"]
    assert about(desk, since="11/23/2026") == ["Ana Morales", "Zed Quist"]
    assert about(desk, until="Nov 20 2026") == ["Ana Morales"]
    assert about(desk, who=employer.administrator.pk, verb="enrolled") == ["Zed Quist", "Ana Morales"]
    assert about(desk, who=employer.purchaser.representative.user.pk) == []


def test_the_file_has_the_same_lines_in_the_same_words(desk, employer):
    employer.enroll()
    rows = b"".join(desk.get(reverse("activity_csv"), {"verb": "enrolled"}).streaming_content).decode()
    assert rows.splitlines()[1:] == [
        f"2026-11-23T10:30:00-08:00,{employer.administrator},Online,Added employee,Ana Morales"
    ]


def test_an_export_of_the_record_is_on_it_as_that_and_names_nobody(desk, employer):
    chosen = {"verb": "exported_activity", "since": "11/1/2026", "who": employer.administrator.pk}
    for query in ({}, chosen):
        b"".join(desk.get(reverse("activity_csv"), query).streaming_content)
    with employer.scope():
        lines = list(Activity.objects.filter(verb__startswith="exported_").order_by("id"))
        assert [(line.verb, line.summary) for line in lines] == [
            ("exported_activity", "All"),
            ("exported_activity", "Exported the activity record, one person, from 11/01/2026"),
        ]
        kept = {"verb": "exported_activity", "since": "2026-11-01", "who": str(employer.administrator.pk)}
        assert lines[1].after == {"format": "csv", "filters": kept, "rows": 1}
    page = desk.get(reverse("activity"), {"verb": "exported_activity"}).content.decode()
    assert page.count('<th scope="row">Exported the activity record</th>') == 2


@pytest.mark.parametrize(
    ("field", "value"), [("since", "13/40/2026"), ("until", "soon\x01"), ("who", "1e9"), ("verb", "\x01")]
)
def test_a_filter_that_cannot_be_read_is_said_at_its_field(desk, employer, field, value):
    for name in ("activity", "activity_csv"):
        response = desk.get(reverse(name), {field: value})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert "There is a problem" in response.content.decode()


def test_who_may_not_see_employees_or_access_sees_only_their_own_lines(client, employer):
    employer.enroll()
    factories.code(employer)

    def lines(*privileges):
        clerk = factories.user()
        factories.grant(clerk, employer.purchaser, privileges=list(privileges), at=NOW.replace(year=2020))
        client.force_login(clerk)
        page, home = client.get(reverse("activity")), client.get(reverse("home"))
        assert ("Ana Morales" in home.content.decode()) == ("view_roster" in privileges)
        return {line.verb for line in page.context["page"].object_list} & {"enrolled", "issued_code"}

    assert lines("view_bill", "pay_bill") == set()
    assert lines("view_roster") == {"enrolled"}
    assert lines("manage_access") == {"issued_code"}
    assert lines("view_roster", "manage_access") == {"enrolled", "issued_code"}


def test_an_end_before_its_beginning_is_said_at_the_last_day(desk, employer):
    employer.enroll()
    for name in ("activity", "activity_csv"):
        response = desk.get(reverse(name), {"since": "11/23/2026", "until": "11/20/2026"})
        assert response.status_code == 422
        assert response.context["form"].errors == {
            "until": ["Enter a Through date on or after the From date, 11/23/2026."]
        }
        page = response.content.decode()
        assert 'value="11/20/2026"' in page
        assert '<a href="#id_until">' in page
    assert about(desk, since="11/23/2026", until="11/23/2026") == ["Ana Morales"]
