"""Unusual member and request files, and places for answers: no person is lost."""

import codecs
import os
import subprocess
import sys
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.platform.left_behind import left_behind, own_name
from enrollment.match_file.rows import CannotRead, members, requests
from enrollment.queries.identity.looks import question

TODAY = date(2026, 11, 24)
MEMBERS = "member_id,first_name,last_name,former_last_name,dob,ssn,mrn\nM1,Ana,Morales,Quist,1986-04-28,536128841,A17\n"
REQUESTS = "request_id,first_name,last_name,dob,ssn,mrn\nR1,Ana,Morales,1986-04-28,536128841,\n"
with_database = pytest.mark.django_db(transaction=True)


def read(path, content, reader=members):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(reader(path, today=TODAY))


@pytest.mark.parametrize(
    "content",
    [
        MEMBERS.encode("utf-16"),
        codecs.BOM_UTF16_BE + MEMBERS.replace(",", "\t").encode("utf-16-be"),
        MEMBERS.encode("utf-8-sig"),
        MEMBERS.replace(",", ";"),
        MEMBERS.replace(",", "\t"),
        MEMBERS.replace("\n", "\r"),
        "\r\n" + MEMBERS.replace("\n", "\r\n") + ",,,,,,\r\n \r\n",
        MEMBERS.replace("Ana", "A\0na").replace("Quist", "Qui\0st"),
        MEMBERS.replace("dob", "Dob ").replace("A17", "A17,more,than,headings"),
    ],
)
def test_a_file_is_read_as_it_was_meant(tmp_path, content):
    (row,) = read(tmp_path / "m.csv", content)
    assert (row.id, row.person.name.first, row.former_last_name) == ("M1", "Ana", "Quist")
    assert row.person.birth_date == date(1986, 4, 28)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (MEMBERS + 'M2,"Rosa,Morales,,1986-04-28,,\nM3,Zoe,Lind,,1990-01-02,,\n', "no CSV where line 3 begins"),
        (MEMBERS + 'M2,"Rosa"s,Morales,,1986-04-28,,\n', "no CSV where line 3 begins"),
        (MEMBERS + f"M2,{'R' * 200_000},Morales,,1986-04-28,,\n", "no CSV where line 3 begins"),
        (MEMBERS + "\n  ,Rosa,Morales,,1986-04-28,,\n", "gives no member_id in line 4"),
        (MEMBERS.replace("ssn", " First_Name"), "two columns of one name: first_name"),
        ("", "lacks the columns: dob, first_name, last_name, member_id"),
    ],
)
def test_a_file_in_which_somebody_would_be_lost_is_refused_without_a_value(tmp_path, content, words):
    with pytest.raises(CannotRead, match=words) as refused:
        read(tmp_path / "m.csv", content)
    assert not any(value in str(refused.value) for value in ("Rosa", "Morales", "1986"))


def test_digits_that_went_through_a_table_of_decimals_are_still_digits(tmp_path):
    line = "member_id,first_name,last_name,dob,ssn,phone,zip,address1\nM1,Ana,Morales,,%s,%s,%s,12 Alder Way\n"
    (plain,) = read(tmp_path / "m.csv", line % ("536128841", "5105550123", "94607"))
    (decimal,) = read(tmp_path / "m.csv", line % ("536128841.0", "5105550123.0", "94607.0"))
    assert question(decimal.person).asked == question(plain.person).asked


def test_a_request_without_an_id_is_refused(tmp_path):
    with pytest.raises(CannotRead, match="gives no request_id in line 2"):
        read(tmp_path / "r.csv", REQUESTS.replace("R1", ""), requests)


@pytest.fixture
def match(tmp_path):
    files = {"members": tmp_path / "m.csv", "requests": tmp_path / "r.csv"}
    files["members"].write_text(MEMBERS)
    files["requests"].write_text(REQUESTS)

    def run(out):
        call_command("match_file", out=out, **files)
        return out.read_text().splitlines()[1:]

    return run


@with_database
def test_a_member_number_longer_than_an_index_holds_stops_nothing(tmp_path, match):
    (tmp_path / "m.csv").write_text(MEMBERS.replace("A17", os.urandom(6_000).hex()))
    assert match(tmp_path / "out.csv") == ["R1,auto,M1,M1"]


@with_database
def test_answers_never_take_the_place_of_what_is_read(tmp_path, match):
    (tmp_path / "link.csv").symlink_to(tmp_path / "r.csv")
    for out in (tmp_path / "m.csv", tmp_path / "link.csv"):
        with pytest.raises(CommandError, match="is one of the files that are read"):
            match(out)
    assert (tmp_path / "m.csv").read_text() == MEMBERS
    assert (tmp_path / "r.csv").read_text() == REQUESTS


@with_database
def test_answers_stand_only_in_a_file_also_behind_a_link(tmp_path, match):
    with pytest.raises(CommandError, match="is there and no file"):
        match(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CommandError, match="is there and no file"):
        match(tmp_path / "pipe")
    (tmp_path / "link.csv").symlink_to(tmp_path / "answers.csv")
    assert match(tmp_path / "link.csv") == ["R1,auto,M1,M1"]
    assert (tmp_path / "link.csv").is_symlink()


@with_database
def test_an_id_that_stands_twice_is_said(tmp_path, match, capsys):
    match(tmp_path / "out.csv")
    assert capsys.readouterr().err == ""
    (tmp_path / "m.csv").write_text(MEMBERS + MEMBERS.splitlines()[1])
    (tmp_path / "r.csv").write_text(REQUESTS + REQUESTS.splitlines()[1])
    assert match(tmp_path / "out.csv") == ["R1,review,,M1|M1"] * 2
    said = capsys.readouterr().err.splitlines()
    assert [line[:32] for line in said] == ["1 lines give a member_id that an", "1 lines give a request_id that a"]


def an_ended_process():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@with_database
def test_what_a_killed_run_left_is_cleared_away_and_what_another_writes_is_not(tmp_path, match):
    left, others = tmp_path / f".out.csv.{an_ended_process()}-part", tmp_path / f".out.csv.{os.getppid()}-part"
    for part in (left, others):
        part.write_text("half")
    match(tmp_path / "out.csv")
    assert sorted(each.name for each in tmp_path.iterdir()) == [others.name, "m.csv", "out.csv", "r.csv"]


def test_only_what_an_ended_process_named_is_left_behind(tmp_path):
    names = [own_name("run-"), f"run-{os.getppid()}-", f"run-{an_ended_process()}-", "run-", "run-x-", "other-1-"]
    for name in names:
        (tmp_path / f"{name}a").touch()
    assert [each.name for each in left_behind(tmp_path, "run-")] == [f"{names[2]}a"]


@with_database
def test_what_postgres_says_about_a_line_is_not_repeated(tmp_path, match, monkeypatch):
    def stopped(cursor, rows):
        with connection.cursor() as own:
            own.execute("SELECT 'Morales'::date")

    monkeypatch.setattr("enrollment.management.commands.match_file.load", stopped)
    with pytest.raises(CommandError) as refused:
        match(tmp_path / "out.csv")
    assert str(refused.value) == "the database could not go on: DataError"
    assert refused.value.__suppress_context__


def test_no_line_and_no_file_fills_the_memory(tmp_path, monkeypatch):
    long = tmp_path / "long.csv"
    long.write_text("request_id,first_name,last_name,dob\nR1,Ana,Silva,1986-03-04" + ",x" * 600_000)
    with pytest.raises(CannotRead, match="more than 1,000,000 characters in line 2"):
        list(requests(long, today=date(2026, 1, 1)))
    long.write_text("x," * 600_000)
    with pytest.raises(CannotRead, match="in line 1"):
        requests(long, today=date(2026, 1, 1))
    monkeypatch.setattr("enrollment.match_file.rows.LARGEST_FILE", 1_000)
    with pytest.raises(CannotRead, match=r"larger than 1,000 bytes"):
        requests(long, today=date(2026, 1, 1))
