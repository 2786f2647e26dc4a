"""Every place that reads bytes or files of somebody else is in this table, with what limits it. A new one fails."""

import ast
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField, JSONField
from django.test import Client
from django.urls import reverse

from access import documents, drawing
from tests.addresses import addresses
from tests.role_table import DESK, DOORS, TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
ROOT = Path(__file__).resolve().parent.parent
# Modules that decode, unpack or parse; and what hands over a body or a file.
DECODERS = set(
    "PIL pypdfium2 openpyxl zipfile tarfile zlib gzip bz2 lzma csv json email base64 struct pickle plistlib tomllib"
    " configparser xml html.parser lxml yaml cbor2 fido2 fontTools".split()
)
HANDS_OVER = {"body", "FILES", "FileField", "ImageField", "JSONField"}
# What the project ships, or wrote itself: rows, sealed values, keys of the operator, the test mailbox.
OUR_OWN = set(
    """
    accounts/adapter.py accounts/forms.py accounts/models/activity.py accounts/models/jobs.py accounts/notices.py
    accounts/platform/encryption.py accounts/platform/fields.py accounts/platform/keys.py accounts/services/sealing.py
    billing/models/bills.py enrollment/matching/frequencies.py enrollment/matching/nicknames.py enrollment/matching/score.py
    enrollment/models/merges.py enrollment/models/reviews.py portal/alone.py portal/dev.py
    portal/management/commands/build_assets.py portal/views/jobs.py
    """.split()
)
ONLY_WRITES = set(
    """
    accounts/platform/printing.py accounts/platform/tables.py billing/management/commands/price.py
    billing/queries/preview.py billing/views/exports.py enrollment/match_file/answer_file.py
    enrollment/queries/identity/looks.py enrollment/services/changes/receive.py
    enrollment/views/changes/correct_details.py
    """.split()
)
READS = {
    "access/refill.py": "reads a page that the portal has just made (tests/test_tabs.py)",
    "access/draw_pages.py": "the child process of access/drawing.py, under DOCUMENT_LIMITS (test_hostile_files.py)",
    "access/drawing.py": "writes the limits of the child as JSON; counts the bytes of its answer",
    "access/admin/forms.py": "FileField of received documents: size and first bytes (test_documents.py)",
    "access/admin/requests.py": "hands the received file on, cut off after 10 MB",
    "accounts/sign_in_forms.py": "JSONField of passkeys: length, depth, kind (test_hostile_passkeys.py)",
    "accounts/platform/rows.py": "writes rows of ours as JSON",
    "accounts/platform/marks.py": "writes facts of ours as JSON",
    "portal/views/reports.py": "10,000 bytes (below, and test_registration.py)",
    "billing/price/scenario.py": "a file of the operator: LARGEST, no long number (test_price.py)",
    "enrollment/setup_file/reading.py": "a file of the operator: LARGEST_FILE, no aliases (setup/test_setup_file.py)",
    "enrollment/match_file/rows.py": "a file of the operator: LARGEST_FILE, LONGEST_LINE (test_odd_files.py)",
}
# Forms of ours and of allauth that take a file or JSON.
FIELDS = {
    ("RegisterDocumentForm", "file"): "size and first bytes",
    ("LoginByPasskeyForm", "credential"): "20,000 characters",
    ("ReauthenticateByPasskeyForm", "credential"): "20,000 characters",
    ("AddPasskeyForm", "credential"): "20,000 characters",
}


def reads_bytes(path):
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, node.module.partition(".")[0]}
        elif isinstance(node, ast.Attribute) and node.attr in HANDS_OVER:
            names.add(node.attr)
    return bool(names & (DECODERS | HANDS_OVER))


def test_every_module_that_reads_bytes_is_in_the_table():
    sources = [
        path
        for app in ("accounts", "access", "enrollment", "portal", "billing")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    ]
    assert {str(path.relative_to(ROOT)) for path in sources if reads_bytes(path)} == OUR_OWN | ONLY_WRITES | set(READS)


def test_no_process_of_the_portal_loads_what_opens_documents():
    """Only the program that access/drawing.py starts does; nothing imports it."""
    for app in ("accounts", "access", "enrollment", "portal", "billing"):
        for path in (ROOT / app).rglob("*.py"):
            if path != drawing.PROGRAM:
                text = path.read_text()
                assert not any(f"{word} {name}" in text for word in ("import", "from") for name in ("PIL", "pypdfium2"))
                assert "import draw_pages" not in text, path


def every_form():
    """Form classes at every address: of class-based views, of settings, and the project's own."""
    from access.admin import forms as desk
    from accounts import sign_in_forms

    for _path, pattern in addresses():
        view = getattr(pattern.callback, "view_class", None)
        if form := getattr(view, "form_class", None):
            yield form
    for module in (desk, sign_in_forms):
        yield from (each for each in vars(module).values() if isinstance(each, type) and hasattr(each, "base_fields"))


def test_every_form_with_a_file_or_json_is_in_the_table():
    found = {
        (form.__name__, name)
        for form in every_form()
        for name, field in form.base_fields.items()
        if isinstance(field, FileField | JSONField)
    }
    replaced = {("LoginWebAuthnForm", "credential"), ("ReauthenticateWebAuthnForm", "credential")}
    replaced |= {
        ("AddWebAuthnForm", "credential"),
        ("SignupWebAuthnForm", "credential"),
        ("PasskeyAnswer", "credential"),
    }
    assert found - replaced == set(FIELDS)
    assert {"login_webauthn", "reauthenticate_webauthn", "add_webauthn"} <= set(settings.MFA_FORMS)
    assert not any(pattern.name == "mfa_signup_webauthn" for _path, pattern in addresses())


class Endless(io.BytesIO):
    """A body that must not be read."""

    def read(self, *_):
        raise AssertionError("the body was read")


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json"]
)
def test_no_address_reads_more_than_it_takes(kind):
    """A megabyte, and a file of ten where documents are registered; refused before anything is read."""
    taken = {"admin/access/accessdocument/register/": 11_000_000, "csp-report/": 10_000}
    for path in [*TABLE, *DESK, *DOORS]:
        most = taken.get(path, 1_000_000)
        address = "/" + path.replace("<int:pk>", "1").replace("<uuid:pk>", "1")
        sent = {"wsgi.input": Endless(), "CONTENT_LENGTH": str(most + 1)}
        response = Client().generic("POST", address, content_type=kind, **sent)
        assert response.status_code in (413, 405), path


def test_a_length_that_is_no_number_is_no_length(client):
    response = client.generic("POST", "/csp-report/", b"", CONTENT_LENGTH="many", content_type="application/csp-report")
    assert response.status_code == 400


def test_a_large_file_is_refused_where_documents_are_registered(rep_desk):
    address = reverse("admin:access_accessdocument_register")
    for size, status in ((documents.LARGEST + 1, 422), (documents.LARGEST + 2_000_000, 413)):
        file = SimpleUploadedFile("form.pdf", b"%PDF-" + bytes(size - 5))
        assert rep_desk.post(address, {"file": file, "kind": "fax"}).status_code == status


@pytest.mark.parametrize("report", [b"[" * 9_999, b'{"csp-report":' * 700, b'{"csp-report": ' + b"9" * 9_000 + b"}"])
def test_a_report_that_is_deep_or_long_is_refused(client, report):
    assert client.post("/csp-report/", report, content_type="application/csp-report").status_code == 400


def test_a_form_has_so_many_fields_and_files_and_no_more(client):
    many = {f"field{number}": "x" for number in range(1_001)}
    assert client.post(reverse("account_login"), many).status_code == 400
    files = {f"file{number}": SimpleUploadedFile("x", b"x") for number in range(101)}
    assert client.post(reverse("account_login"), files).status_code == 400
