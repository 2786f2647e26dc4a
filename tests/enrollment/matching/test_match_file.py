"""Files use the engine of the forms: same decisions, rules and candidates, and no data stays."""

import csv
import resource
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from access import tenancy
from bench.matching.generate import write
from enrollment.match_file.rows import members, requests
from enrollment.match_file.run import Matcher
from enrollment.match_file.scratch import load, scratch_tables
from enrollment.matching import Found, SecondLookMissing, Settled, decide
from enrollment.models import Person
from enrollment.queries.identity.looks import looks, persons_on_file, question
from enrollment.rules.people import Family
from tests.counts import count

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 24)
REQUESTS = count("file requests")
HOUSEHOLDS = REQUESTS * 28 // 25


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Every kind of request, with fewer members than the bench."""
    folder = tmp_path_factory.mktemp("set")
    write(folder, seed=5, households=HOUSEHOLDS, requests=REQUESTS)
    return folder


def one_by_one(person, persons):
    """The decision a form would get: one applicant, `decide`, and the second look if needed."""
    ours = question(person)
    looked = looks([ours])

    def decided(further):
        found = Found((ours.asked,), (tuple(looked.first[0]),), further, TODAY, persons, settled=(Settled(),))
        return decide(Family(person), found)[0]

    try:
        return decided(None)
    except SecondLookMissing:
        return decided((tuple(looked.second[0]),))


def test_a_file_is_decided_row_by_row_as_a_form_is(files):
    asked = list(requests(files / "requests.csv", today=TODAY))
    with scratch_tables() as cursor:
        on_file = load(cursor, members(files / "members.csv", today=TODAY))
        answers = list(Matcher(on_file, today=TODAY).answers(asked))
        persons = persons_on_file()
        alone = [one_by_one(row.person, persons) for row in asked]
    assert [answer.request_id for answer in answers] == [row.id for row in asked]
    for answer, decision in zip(answers, alone, strict=True):
        assert (answer.decision.outcome, answer.decision.person_id, answer.decision.reason) == (
            decision.outcome,
            decision.person_id,
            decision.reason,
        )
        assert [each.person_id for each in answer.decision.candidates] == [
            each.person_id for each in decision.candidates
        ]


def test_no_automatic_match_of_the_set_is_wrong_and_the_words_are_those_of_a_predictions_file(files, tmp_path, capsys):
    out = tmp_path / "predictions.csv"
    call_command("match_file", members=files / "members.csv", requests=files / "requests.csv", out=out)
    with out.open(newline="") as file:
        lines = list(csv.DictReader(file))
    with (files / "truth.csv").open(newline="") as file:
        truth = {line["request_id"]: line["true_member_id"].split("|") for line in csv.DictReader(file)}
    automatic = [line for line in lines if line["decision"] == "auto"]
    assert len(lines) == REQUESTS
    assert len(automatic) > REQUESTS // 2
    assert [line for line in automatic if line["member_id"] not in truth[line["request_id"]]] == []
    assert {line["decision"] for line in lines} == {"auto", "review", "new"}
    assert all(line["member_id"] == "" for line in lines if line["decision"] != "auto")
    assert f"{REQUESTS:,} requests against" in capsys.readouterr().out


def test_what_is_staged_is_seen_by_nobody_and_gone_at_the_end(files):
    with scratch_tables() as cursor:
        load(cursor, members(files / "members.csv", today=TODAY))
        cursor.execute("SELECT count(*) FROM enrollment_person")
        assert cursor.fetchone()[0] > REQUESTS * 2
        cursor.execute("SELECT number FROM enrollment_person WHERE number IS NOT NULL LIMIT 50")
        assert all(not bytes(number).isdigit() for (number,) in cursor.fetchall())
    with tenancy.as_user(None), tenancy.matching():
        assert Person.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname = 'enrollment_person'")
        assert cursor.fetchone() == (1,)


def test_somebody_who_shares_no_key_changes_no_decision(files):
    asked = list(requests(files / "requests.csv", today=TODAY))[:200]
    with scratch_tables() as cursor:
        on_file = load(cursor, members(files / "members.csv", today=TODAY))
        before = [repr(each.decision) for each in Matcher(on_file, today=TODAY).answers(asked)]
        cursor.execute(
            "INSERT INTO pg_temp.enrollment_person (id, first_name, last_name, middle_name, suffix, first_key, last_key,"
            " birth_date, sex, number_kind) VALUES (gen_random_uuid(), 'Qwxyz', 'Vwxyz', '', '', 'qwxyz', 'vwxyz',"
            " '1901-02-03', 'F', '')"
        )
        assert [repr(each.decision) for each in Matcher(on_file, today=TODAY).answers(asked)] == before


def test_a_file_without_a_needed_column_is_refused_by_name(files, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("member_id,first_name\nM1,Ana\n")
    with pytest.raises(CommandError, match=r"wrong\.csv lacks the columns: dob, last_name"):
        call_command("match_file", members=wrong, requests=files / "requests.csv", out=tmp_path / "out.csv")


def test_a_file_from_a_spreadsheet_on_windows_is_read_as_it_was_meant(tmp_path):
    (tmp_path / "m.csv").write_bytes(
        "member_id,first_name,last_name,dob\r\nM1,José,Núñez,2/3/1980\r\n".encode("cp1252")
    )
    (row,) = members(tmp_path / "m.csv", today=TODAY)
    assert (row.person.name.first, row.person.name.last, row.person.birth_date) == ("José", "Núñez", date(1980, 2, 3))


@pytest.mark.parametrize(
    "written",
    ["1980-02-03", "1980/02/03", "1980-02-03 00:00:00", "1980-02-03T00:00:00Z", "03-Feb-1980", "3.2.1980", "02/03/80"],
)
def test_a_birth_date_is_read_however_a_system_writes_it(tmp_path, written):
    (tmp_path / "m.csv").write_text(f" Member_ID ,FIRST_NAME,Last_Name,DOB\nM1,Ana,Morales,{written}\n")
    (row,) = members(tmp_path / "m.csv", today=TODAY)
    assert (row.id, row.person.name.first, row.person.birth_date) == ("M1", "Ana", date(1980, 2, 3))


@pytest.mark.parametrize(("written", "died"), [("", False), ("N", False), ("0", False), ("no", False), ("Y", True)])
def test_who_has_died_is_said_with_a_yes(tmp_path, written, died):
    (tmp_path / "m.csv").write_text(f"member_id,first_name,last_name,dob,deceased\nM1,Ana,Morales,2/3/1980,{written}\n")
    (row,) = members(tmp_path / "m.csv", today=TODAY)
    assert row.deceased is died


def test_what_stood_in_the_place_of_the_answer_stays_when_it_cannot_be_written_whole(files, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("of yesterday")
    with pytest.raises(CommandError, match=r"No such file or directory: '.*gone\.csv'"):
        call_command("match_file", members=files / "members.csv", requests=tmp_path / "gone.csv", out=out)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("out.csv", "of yesterday")]


def test_lines_that_say_nonsense_are_for_review_or_new(tmp_path):
    (tmp_path / "members.csv").write_text(
        "member_id,first_name,last_name,dob,ssn,mrn\n"
        "M1,Ana,Morales,1986-04-28,536128841,A-17\n"
        'M2,"O\'Neil\tPat",\\N,not a day,12,\n'
    )
    (tmp_path / "requests.csv").write_text(
        "request_id,first_name,last_name,dob,ssn\n"
        "R1,,,,\n"
        "R2,Ana,Morales,04/28/1986,536-12-8841\n"
        "R3,\\.,\\N,31/31/2020,abc\n"
    )
    out = tmp_path / "out.csv"
    call_command(
        "match_file", members=tmp_path / "members.csv", requests=tmp_path / "requests.csv", out=out, stdout=sys.stderr
    )
    with out.open(newline="") as file:
        lines = [(line["request_id"], line["decision"], line["member_id"]) for line in csv.DictReader(file)]
    assert lines[1] == ("R2", "auto", "M1")
    assert [decision for _, decision, _ in (lines[0], lines[2])] != ["auto", "auto"]


def alone(folder, prepare=None):
    arguments = ["match_file", "--members", "/nowhere.csv", "--requests", "/n", "--out", str(folder / "n")]
    environment = {"PATH": "/usr/bin:/bin", "TMPDIR": str(folder)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", "portal.alone", *arguments]
    return subprocess.Popen(command, env=environment, preexec_fn=prepare, **pipes)


def test_the_command_that_needs_nothing_running_leaves_nothing_behind_and_clears_what_a_kill_left(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / f"portal-alone-{ended.pid}-a" / "data").mkdir(parents=True)
    command = alone(tmp_path)
    _, errors = command.communicate()
    assert command.returncode == 1
    assert "No such file" in errors
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_command_that_is_told_to_end_takes_its_database_with_it(tmp_path, number):
    command = alone(tmp_path, lambda: signal.signal(number, signal.SIG_IGN))  # as a shell starts a background job
    while not list(tmp_path.glob("*/data/postmaster.pid")):
        time.sleep(0.05)
    command.send_signal(number)
    _, errors = command.communicate()
    assert (command.returncode, errors) == (128 + number, "")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_start_is_said_and_leaves_nothing_behind(tmp_path):
    command = alone(tmp_path, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)))
    _, errors = command.communicate()
    assert command.returncode == 1
    assert errors.startswith("Postgres did not start: ")
    assert list(tmp_path.iterdir()) == []
