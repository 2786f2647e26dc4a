"""Received documents: typed by content, stored under internal names, shown as images, indexed."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from access import documents, services, tenancy
from access.models import AccessRequest
from tests import factories
from tests.access.intake import scan
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
        (b"%PDF-1.7 broken", "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "unreadable"),
        (b"\xff\xd8\xff" + b"\0" * 50, "unreadable"),
        (b"II*\0" + b"\xff" * 50, "unreadable"),
        (b"%PDF-" + b"0" * documents.LARGEST, "large"),
        (scan("TIFF", pages=21), "pages"),
    ],
    ids=["empty", "html", "gif", "pdf", "png", "jpeg", "tiff", "too large", "too many pages"],
)
def test_a_file_that_is_not_what_it_says_is_refused(intake, content, code):
    with intake.staff(), pytest.raises(documents.BadDocument) as bad:
        services.register_document(content=content, kind="upload", by=intake.first, at=NOW)
    assert bad.value.code == code


@pytest.mark.parametrize(("kind", "pages"), [("PNG", 1), ("JPEG", 1), ("TIFF", 3), ("PDF", 2)])
def test_a_page_is_shown_as_a_picture_made_anew(client, intake, kind, pages):
    content = scan(kind, pages)
    with intake.staff():
        document = services.register_document(content=content, kind="upload", by=intake.first, at=NOW)
    assert document.pages == pages
    client.force_login(intake.first)
    shown = client.get(reverse("admin:access_accessdocument_page", args=[document.pk, pages - 1]))
    assert shown["Content-Type"] == "image/png"
    assert shown.content.startswith(b"\x89PNG")
    assert content not in shown.content
    assert client.get(reverse("admin:access_accessdocument_page", args=[document.pk, pages])).status_code == 404
    original = client.get(reverse("admin:access_accessdocument_original", args=[document.pk]))
    assert original["Content-Disposition"].startswith("attachment")
    assert original["Content-Type"] == "application/octet-stream"


def test_a_received_file_has_an_internal_name_that_only_the_portal_reads(intake, settings):
    with intake.staff():
        document = services.register_document(content=scan(), kind="fax", by=intake.first, at=NOW)
    path = Path(settings.MEDIA_ROOT) / "intake" / str(document.pk)
    assert oct(path.stat().st_mode)[-3:] == "600"


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
