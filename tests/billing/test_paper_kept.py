"""The file of a bill: made once, the same for everybody who may have it, and never changed."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access import tenancy
from access.admission import Admission
from accounts.models import Activity, Job
from billing.documents.paper import document_for
from billing.models import BillDocument
from billing.queries.paper import bill_for
from billing.services import keep_document
from billing.services.paper import DRAW_BILL
from billing.tasks import draw_bill
from portal.database import as_owner
from tests import factories
from tests.billing.money import made, publish
from tests.billing.paper import HIRE, HIRED, set_place
from tests.factories import NOW, spouse

pytestmark = pytest.mark.django_db


@pytest.fixture
def november(employer):
    """The bill of Ana and Ben, covered from September 1."""
    publish(employer)
    employer.enroll(spouse(), hired_on=HIRED, at=HIRE)
    return made(employer, "2026-11")


def job_of(bill):
    with tenancy.as_user(None), tenancy.service():
        return Job.objects.get(kind=DRAW_BILL, arguments={"bill": bill.pk})


def documents(employer):
    with employer.scope():
        return [(each.bill_id, each.sha256, bytes(each.content)) for each in BillDocument.objects.order_by("pk")]


@pytest.mark.django_db(transaction=True)
def test_the_job_keeps_one_document_however_often_it_runs(client, employer, november):
    assert documents(employer) == []
    job = job_of(november)
    draw_bill(str(job.pk))
    (kept,) = documents(employer)
    with tenancy.as_user(None), tenancy.service():
        Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)
    set_place(employer, "mailing", "2200 Harbor Way", date(2026, 1, 1))
    draw_bill(str(job.pk))
    assert documents(employer) == [kept]
    with employer.scope():
        other = keep_document(bill=november, content=b"another", at=NOW)
    assert other.sha256 == kept[1]
    client.force_login(employer.administrator)
    assert client.get(reverse("bill_pdf", args=[november.pk])).content == kept[2]


def test_the_file_is_made_when_it_is_asked_for_first_and_kept(desk, employer, november):
    address = reverse("bill_pdf", args=[november.pk])
    response = desk.get(address)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{november.number}.pdf"'
    assert response["Cache-Control"] == "no-store, private"
    ((_bill, _sha256, content),) = documents(employer)
    assert response.content == content
    set_place(employer, "mailing", "2200 Harbor Way", date(2026, 1, 1))
    assert desk.get(address).content == content
    with employer.scope():
        told = Activity.objects.filter(verb="downloaded_bill").order_by("pk")
        assert [(each.actor, each.object_id, each.summary, each.unit) for each in told] == [
            (employer.administrator, str(november.pk), november.number, employer.unit)
        ] * 2


def test_a_bill_of_others_looks_missing(desk, client, employer, november):
    other = factories.Employer("Other Company")
    publish(other, effective_on=date(2021, 1, 1))
    other.enroll(employee=factories.applicant("Mia", "Stone", number="512-33-4417"), hired_on=HIRED, at=HIRE)
    foreign = made(other, "2026-10")
    warehouse = factories.unit(employer.purchaser, code="002", name="Warehouse")
    limited = factories.user("Limited")
    factories.grant(limited, employer.purchaser, privileges=["view_bill"], units=[warehouse.pk])
    assert desk.get(reverse("bill_pdf", args=[foreign.pk])).status_code == 404
    assert desk.get(reverse("bill_pdf", args=[0])).status_code == 404
    client.force_login(limited)
    assert client.get(reverse("bill_pdf", args=[november.pk])).status_code == 404
    with employer.scope():
        assert bill_for(Admission.of(employer.grant), november.pk) == november
        assert not Activity.objects.filter(verb="downloaded_bill").exists()
    assert documents(employer) == []


def refused(statement, *arguments):
    with pytest.raises(DatabaseError) as failure, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, arguments)
    return failure.value.__cause__.diag.constraint_name or failure.value.__cause__.diag.sqlstate


@pytest.mark.django_db(transaction=True)
def test_a_document_is_never_changed_and_is_of_its_bill(employer, november):
    with employer.scope():
        kept = document_for(november)
        assert refused("UPDATE billing_billdocument SET content = ''") == "42501"
        assert refused("DELETE FROM billing_billdocument") == "42501"
        assert refused("INSERT INTO billing_billdocument SELECT * FROM billing_billdocument") == "42501"
    for change in ("UPDATE billing_billdocument SET made_at = now()", "DELETE FROM billing_billdocument"):
        with as_owner():
            assert refused(change) == "billing_billdocument_rows_stay"
    with as_owner():
        assert refused("TRUNCATE billing_billdocument") == "billing_billdocument_table_stays"
    other = factories.Employer("Other Company")
    add = (
        "INSERT INTO billing_billdocument (purchaser_id, unit_id, bill_id, content, sha256, made_at)"
        " VALUES (%s, %s, %s, 'x', encode(sha256('x'), 'hex'), now())"
    )
    bill = made(employer, "2026-12")
    with as_owner():
        assert refused(add, other.purchaser.pk, other.unit.pk, bill.pk) == "billing_billdocument_unit_of_bill"
        wrong = add.replace("sha256('x')", "sha256('y')")
        whose = (employer.purchaser.pk, employer.unit.pk, bill.pk)
        assert refused(wrong, *whose) == "billing_billdocument_sha256_of_content"
    with other.scope():
        assert not BillDocument.objects.filter(pk=kept.pk).exists()
        with tenancy.money():
            assert refused(add, *whose) == "42501"
