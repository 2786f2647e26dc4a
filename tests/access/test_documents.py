"""Received documents: typed by content, stored under internal names, shown as images, indexed."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from access import documents, services, tenancy
from access.models import AccessRequest
from accounts.services import schedule
from tests import factories
from tests.access import hostile_files
from tests.access.intake import drawn, scan
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_a_document_without_a_reference_waits_to_be_indexed(intake):
    made = intake.drawn_up()
    with intake.staff():
        document = services.register_document(content=scan(), kind="fax", by=intake.first, at=NOW)
        assert document.request is None
        with pytest.raises(services.CannotProceed, match="no request with this reference"):
            services.index_document(document=document, reference="AAAAA-AAAAA", by=intake.first, at=NOW)
        services.index_document(document=document, reference=f" {made.reference.lower()} ", by=intake.first, at=NOW)
    assert intake.again(made).state == "received"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b"GIF89a", "kind"),
        (b"%PDF-" + b"0" * documents.LARGEST, "large"),
    ],
    ids=["empty", "html", "gif", "too large"],
)
def test_a_file_that_is_not_what_it_says_is_refused(intake, content, code):
    with intake.staff(), pytest.raises(documents.BadDocument) as bad:
        services.register_document(content=content, kind="upload", by=intake.first, at=NOW)
    assert bad.value.code == code


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"%PDF-1.7 broken", "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "unreadable"),
        (b"\xff\xd8\xff" + b"\0" * 50, "unreadable"),
        (b"II*\0" + b"\xff" * 50, "unreadable"),
        (scan("PDF", pages=2)[:500], "unreadable"),
        (scan("TIFF", pages=21), "pages"),
        (hostile_files.pdf_of_many_pages(), "pages"),
    ],
    ids=["pdf", "png", "jpeg", "tiff", "cut off", "too many pages", "10,000 pages"],
)
def test_a_file_that_cannot_be_opened_is_received_and_found_out_later(client, intake, content, problem):
    """Receiving looks at size and first bytes only; the request's page says what the job found, and takes another."""
    made = intake.drawn_up()
    client.force_login(intake.first)
    register = reverse("admin:access_accessdocument_register")

    def receive(what):
        file = SimpleUploadedFile("form", what)
        return client.post(register, {"file": file, "kind": "fax", "reference": made.reference})["Location"]

    case = receive(content)
    assert "This document is being prepared" in client.get(case).content.decode()
    assert approvable(client, case)
    with intake.staff():
        document = drawn(made.documents.get())
    assert (document.state, document.problem, document.pages) == ("failed", problem, None)
    page = client.get(case).content.decode()
    assert "This document can&#x27;t be shown." in page.replace("can't", "can&#x27;t")
    assert escape(document.get_problem_display()) in page
    assert reverse("admin:access_accessdocument_original", args=[document.pk]) in page
    assert not approvable(client, case)
    receive(scan())
    assert approvable(client, case)
    assert client.get(reverse("admin:access_accessdocument_page", args=[document.pk, 0])).status_code == 404


def approvable(client, case):
    """Whether the page counts a document as attached."""
    row = client.get(case).content.decode().split("A received document is attached")[1].split("</tr>")[0]
    return "Not yet" not in row


@pytest.mark.parametrize(("kind", "pages"), [("PNG", 1), ("JPEG", 1), ("TIFF", 3), ("PDF", 2)])
def test_a_page_is_shown_as_a_picture_made_anew(client, intake, kind, pages):
    content = scan(kind, pages)
    with intake.staff():
        document = services.register_document(content=content, kind="upload", by=intake.first, at=NOW)
    document = drawn(document)
    assert (document.state, document.pages) == ("drawn", pages)
    client.force_login(intake.first)
    page = client.get(reverse("admin:access_accessdocument_view", args=[document.pk])).content.decode()
    assert page.count('<img class="sheet"') == pages
    shown = client.get(reverse("admin:access_accessdocument_page", args=[document.pk, pages - 1]))
    assert shown["Content-Type"] == "image/png"
    assert shown.content.startswith(b"\x89PNG")
    assert content not in shown.content
    assert client.get(reverse("admin:access_accessdocument_page", args=[document.pk, pages])).status_code == 404
    original = client.get(reverse("admin:access_accessdocument_original", args=[document.pk]))
    assert original["Content-Disposition"].startswith("attachment")
    assert original["Content-Type"] == "application/octet-stream"


def test_a_document_that_stays_unprepared_says_so(client, intake):
    """NOW is days ago: the job is lost, or nothing runs it."""
    with intake.staff():
        document = services.register_document(content=scan(), kind="fax", by=intake.first, at=NOW)
    client.force_login(intake.first)
    page = client.get(reverse("admin:access_accessdocument_view", args=[document.pk])).content.decode()
    assert "couldn't be prepared yet" in page


def test_a_document_is_drawn_once_and_a_second_job_changes_nothing(intake):
    with intake.staff():
        document = services.register_document(content=scan(), kind="fax", by=intake.first, at=NOW)
    drawn(document)
    documents.place(document.pk).write_bytes(b"%PDF- other")
    with intake.staff():
        schedule("access.draw_document", arguments={"document": str(document.pk)}, at=timezone.now(), by=intake.first)
    again = drawn(document)
    assert (again.state, again.pages) == ("drawn", 1)


def test_a_received_file_has_an_internal_name_that_only_the_portal_reads(intake, settings):
    with intake.staff():
        document = services.register_document(content=scan(), kind="fax", by=intake.first, at=NOW)
    drawn(document)
    folder = Path(settings.MEDIA_ROOT) / "intake"
    files = [folder / str(document.pk), folder / f"{document.pk}.pages" / "0.png"]
    assert [oct(path.stat().st_mode)[-3:] for path in files] == ["600", "600"]
    assert oct(files[1].parent.stat().st_mode)[-3:] == "700"


@pytest.mark.parametrize("name", ["index", "access_accessdocument_changelist"])
def test_a_document_is_registered_from_the_list_and_from_the_desk(client, intake, name):
    client.force_login(intake.first)
    page = client.get(reverse(f"admin:{name}")).content.decode()
    address = reverse("admin:access_accessdocument_register")
    assert f'<a href="{address}">Log a received document</a>' in page
    assert client.get(address).status_code == 200


def test_a_bad_file_is_refused_on_the_page(client, intake):
    client.force_login(intake.first)
    address = reverse("admin:access_accessdocument_register")
    response = client.post(address, {"file": SimpleUploadedFile("form.pdf", b"MZ program"), "kind": "upload"})
    assert (response.status_code, "not a PDF, TIFF" in response.content.decode()) == (422, True)


def test_an_employer_sees_no_request_and_no_document(intake):
    made = intake.received()
    employer = factories.Employer()
    with employer.scope():
        assert AccessRequest.objects.count() == 0
    with tenancy.holding_reference(made.reference):
        assert AccessRequest.objects.count() == 1
