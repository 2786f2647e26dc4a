"""Received files that are made to cost: each door answers at once, the job ends within its limits."""

import os
import signal
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from access import documents, drawing, services
from access.models import AccessDocument
from tests.access import hostile_files
from tests.access.intake import drawn, scan
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PDF = "application/pdf"
# All doors together; opening either file takes a minute, or gigabytes.
AT_ONCE = 10


@pytest.fixture
def limits(settings):
    """Small limits; the changes that a test makes count for the next file."""
    small = {"cpu_seconds": 1, "seconds": 20, "memory_mb": 160, "output_mb": 1, "megapixels": 100}
    settings.DOCUMENT_LIMITS = settings.DOCUMENT_LIMITS | small
    return settings.DOCUMENT_LIMITS


@pytest.fixture
def received(intake):
    def receive(content):
        with intake.staff():
            return services.register_document(content=content, kind="fax", by=intake.first, at=NOW)

    return receive


@pytest.fixture
def ends(monkeypatch):
    """How each process ended."""
    ends, run = [], drawing._run

    def noted(*arguments):
        drawn, code = run(*arguments)
        ends.append(code)
        return drawn, code

    monkeypatch.setattr(drawing, "_run", noted)
    return ends


def test_a_page_that_would_be_drawn_for_minutes_ends_with_its_seconds_of_work(limits, received, ends):
    limits |= {"memory_mb": 4_000}
    content = hostile_files.burning_pdf()
    assert len(content) < 3_000
    document = received(content)
    before = os.times()
    drawn(document)
    after = os.times()
    assert (document.state, document.problem) == ("failed", "limits")
    work = after.children_user + after.children_system - before.children_user - before.children_system
    assert work < limits["cpu_seconds"] + 1.5
    assert ends == [-signal.SIGXCPU]


def test_a_process_that_takes_too_long_is_killed(limits, received, ends):
    limits |= {"cpu_seconds": 60, "seconds": 1, "memory_mb": 4_000}
    document, began = received(hostile_files.burning_pdf()), time.monotonic()
    drawn(document)
    assert (document.state, document.problem) == ("failed", "limits")
    assert ends == [-signal.SIGKILL]
    assert time.monotonic() - began < 10


def test_a_picture_that_is_too_large_is_not_unpacked(limits, received):
    content = hostile_files.bomb_tiff()
    assert len(content) < 1_000
    assert drawn(received(content)).problem == "large"


def test_a_page_that_fills_the_memory_ends_before_its_seconds(limits, received, ends):
    limits |= {"cpu_seconds": 60}
    assert drawn(received(hostile_files.burning_pdf())).problem == "limits"
    assert ends not in ([-signal.SIGXCPU], [-signal.SIGKILL])


def test_a_picture_within_its_pixels_still_gets_no_more_memory(limits, received):
    content = hostile_files.packed_tiff(7_000)
    assert drawn(received(content)).problem == "limits"
    assert len(content) < 400_000


def test_all_pages_together_have_a_limit_of_pixels(limits, received):
    limits |= {"megapixels": 1}
    assert drawn(received(hostile_files.plain_pdf())).problem == "large"


def test_pictures_that_are_too_long_to_keep_are_cut_off(limits, received):
    limits |= {"output_mb": 0}
    assert drawn(received(scan())).problem == "limits"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (hostile_files.pdf_of_many_pages(), "pages"),
        (hostile_files.tiff_of_pages(30), "pages"),
        (hostile_files.pdf_of_many_pages()[:400], "unreadable"),
        (hostile_files.packed_tiff(300)[:300], "unreadable"),
        (scan("JPEG")[:200], "unreadable"),
    ],
    ids=["10,000 pages", "30 pages", "half a pdf", "half a tiff", "half a jpeg"],
)
def test_what_is_wrong_with_a_file_is_said(limits, received, content, problem):
    assert drawn(received(content)).problem == problem


def test_nothing_of_the_file_but_its_pixels_is_in_the_picture(limits, received):
    document = drawn(received(scan("JPEG", icc_profile=b"a profile that is none", exif=b"Exif\0\0 told")))
    assert documents.picture(document.pk, 0).startswith(hostile_files.PNG)
    assert b"told" not in documents.picture(document.pk, 0)
    assert b"iCCP" not in documents.picture(document.pk, 0)


@pytest.mark.parametrize(
    "said", [b"\0\0\0\x05<svg>", b"\xff\xff\xff\xff", b"\0\0\0", b"", b"x" * 3_000_000], ids=range(5)
)
def test_what_comes_out_of_the_process_is_pictures_or_nothing(limits, tmp_path, monkeypatch, said):
    """A process that was taken over can say anything."""
    answer, program = tmp_path / "answer", tmp_path / "says.py"
    answer.write_bytes(drawing.READY.encode() + said)
    program.write_text(f"import sys; sys.stdout.buffer.write(open({str(answer)!r}, 'rb').read())")
    monkeypatch.setattr(drawing, "PROGRAM", program)
    with pytest.raises(drawing.CannotDraw):
        drawing.pictures_of(program, PDF)
    most = limits["output_mb"] * 1024 * 1024
    assert len(drawing._run(program, PDF, most)[0]) <= most + 1


def test_the_process_has_no_key_no_further_process_and_writes_no_file(limits, tmp_path, monkeypatch):
    """The program of the portal, with a decoder that tries what a taken-over one would."""
    told = tmp_path / "told"
    tries = tmp_path / "tries.py"
    own = drawing.PROGRAM.read_text()
    asks = f"""
def draw(content, limits, write):
    import os
    told = [sorted(os.environ)]
    try:
        open({str(told)!r}, "w").write("x" * 100_000)
    except OSError as failure:
        told.append(type(failure).__name__)
    write(len(png := {hostile_files.PNG!r} + repr(told).encode()).to_bytes(4, "big") + png)

if __name__ == "__main__":
"""
    tries.write_text(own.replace('if __name__ == "__main__":\n', asks))
    monkeypatch.setattr(drawing, "PROGRAM", tries)
    code = drawing.pictures_of(tries, PDF)
    assert b"SECRET" not in code[0]
    assert b"KEYS" not in code[0]
    assert b"DATABASE" not in code[0]
    assert not told.exists() or told.stat().st_size == 0


def test_a_broken_installation_is_no_fault_of_the_file_and_is_tried_again(
    limits, tmp_path, monkeypatch, received, intake
):
    program = tmp_path / "broken.py"
    program.write_text("import not_installed")
    monkeypatch.setattr(drawing, "PROGRAM", program)
    document = received(scan())
    with pytest.raises(RuntimeError, match="ended with code 1"):
        drawn(document)
    with intake.staff():
        document.refresh_from_db()
    assert document.state == "waiting"


@pytest.mark.parametrize("content", [hostile_files.burning_pdf(), hostile_files.bomb_tiff()], ids=["pdf", "tiff"])
def test_every_door_answers_a_hostile_file_at_once(client, intake, ends, limits, content):
    """Receive, list, show, index, page and original, before the job and after it: the web process opens nothing."""
    made = intake.drawn_up()
    client.force_login(intake.first)
    began = time.monotonic()
    file = SimpleUploadedFile("form.pdf", content)
    client.post(reverse("admin:access_accessdocument_register"), {"file": file, "kind": "fax"})
    with intake.staff():
        document = AccessDocument.objects.get()
    doors = [reverse(f"admin:access_accessdocument_{name}", args=[document.pk]) for name in ("view", "original")]
    doors += [reverse("admin:access_accessdocument_page", args=[document.pk, 0])]
    doors += [reverse("admin:access_accessdocument_changelist")]
    for address in doors:
        assert client.get(address).status_code in (200, 404)
    case = client.post(doors[0], {"reference": made.reference})["Location"]
    for address in [*doors, case, case.replace("/case/", "/act/")]:
        assert client.get(address, follow=True).status_code in (200, 404)
    assert (ends, time.monotonic() - began < AT_ONCE) == ([], True)
    drawn(document)
    began = time.monotonic()
    assert "This document can't be shown." in client.get(case).content.decode()
    assert [client.get(address).status_code for address in doors] == [200, 200, 404, 200]
    assert (len(ends), time.monotonic() - began < AT_ONCE) == (1, True)
