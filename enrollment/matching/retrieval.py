"""SQL that finds possible matches in two looks, the same for forms, files and representatives.

Both looks read the tables by name, so that a batch with temporary tables of the same names runs the very same
statements. Postgres computes and stores the phonetic codes. Each key has its own btree. The first look unites them; the
second looks, before anyone is called new, at everyone born on the day, or in that year with a name that sounds alike or
has one typo. Merged records lead to the survivor. OFFSET 0 keeps the planner from joining the few found rows with a
full scan.
"""

from enrollment.matching.placeholders import UNCERTAIN

ASKED = f"""
asked AS MATERIALIZED (
    SELECT given.*,
           make_date(date_part('year', birth_date)::int, 1, 1) AS year_begins,
           make_date(date_part('year', birth_date)::int, 12, 31) AS year_ends,
           ARRAY(SELECT (birth_date + step)::date FROM unnest(%(slips)s::interval[]) AS step) AS near_dates,
           dmetaphone(first_key) AS first_sound, dmetaphone(last_key) AS last_sound,
           birth_date IS NULL OR {UNCERTAIN.format("birth_date")} AS is_uncertain
      FROM json_to_recordset(%(asked)s::json)
        AS given(place int, first_key text, last_key text, birth_date date, swapped_date date, number bytea,
                 number_start bytea, number_end bytea, member_number text, first_forms text[],
                 street bytea, phone bytea, email bytea)
)"""

# What one typo makes of a day (01 and 11, 12 and 21) or of a year.
SLIPS = [
    f"{sign}{step}"
    for step in ("1 day", "9 days", "10 days", "18 days", "27 days", "1 year", "10 years")
    for sign in "+-"
]

# For a common name, those with the nearest birth dates, half before and half after; for a crowded address, the first:
# other keys find the rest, and each row costs a comparison.
SAME_NAME_EACH_WAY = 3
TOGETHER_AT_MOST = 50
BORN = "coalesce(asked.birth_date, date '1970-01-01')"


UNCERTAIN_DATE = UNCERTAIN.format("birth_date")
ON_FILE = "SELECT id FROM enrollment_person WHERE"
# The same keys, in all versions of one purchaser's own reports.
OF_PURCHASER = "SELECT person_id AS id FROM enrollment_persondetail WHERE purchaser_id = %(purchaser)s AND"


def _of_the_name(last: str, first: str, people: str) -> str:
    """Bearers of a whole name with the nearest birth dates."""
    bearers = f"{people} last_key = asked.{last} AND first_key = asked.{first}"
    return f"""
    ({bearers} AND birth_date >= {BORN} ORDER BY birth_date, id LIMIT {SAME_NAME_EACH_WAY})
    UNION ALL
    ({bearers} AND birth_date < {BORN} ORDER BY birth_date DESC, id DESC LIMIT {SAME_NAME_EACH_WAY})"""


def _by_keys(people: str) -> str:
    """People by number, name with birth date, or either end of the number with one of them."""
    return f"""
    {people} number_index = asked.number
    UNION ALL
    {people} birth_date IN (asked.birth_date, asked.swapped_date) AND last_sound = asked.last_sound
       AND (last_sound <> '' OR last_key = asked.last_key)
    UNION ALL
    {people} birth_date IN (asked.birth_date, asked.swapped_date) AND first_sound = asked.first_sound
       AND (first_sound <> '' OR first_key = asked.first_key)
    UNION ALL
    {people} last_sound = asked.last_sound AND first_sound = asked.first_sound AND last_sound <> '' AND first_sound <> ''
       AND birth_date BETWEEN asked.year_begins AND asked.year_ends
    UNION ALL
    {people} number_end_index = asked.number_end
       AND birth_date BETWEEN asked.year_begins AND asked.year_ends
       AND (last_sound = asked.last_sound OR first_sound = asked.first_sound
            OR birth_date IN (asked.birth_date, asked.swapped_date))
    UNION ALL
    {people} number_start_index = asked.number_start
       AND birth_date BETWEEN asked.year_begins AND asked.year_ends
       AND (last_sound = asked.last_sound OR first_sound = asked.first_sound
            OR birth_date IN (asked.birth_date, asked.swapped_date))
    UNION ALL
    {people} {UNCERTAIN_DATE} AND last_sound = asked.last_sound AND first_sound = asked.first_sound AND last_sound <> ''
    UNION ALL
    {people} birth_date = asked.birth_date AND last_sound = asked.first_sound AND last_sound <> ''
    UNION ALL{_of_the_name("last_key", "first_key", people)}
    UNION ALL{_of_the_name("first_key", "last_key", people)}"""


def _together(restriction: str = "") -> str:
    """People whom somebody reports with the same address, phone or email."""
    return f"""
    (SELECT person_id FROM enrollment_persondetail WHERE street_index = asked.street AND superseded_at IS NULL{restriction}
      ORDER BY person_id LIMIT {TOGETHER_AT_MOST})
    UNION ALL
    (SELECT person_id FROM enrollment_persondetail WHERE phone_index = asked.phone AND superseded_at IS NULL{restriction}
      ORDER BY person_id LIMIT {TOGETHER_AT_MOST})
    UNION ALL
    (SELECT person_id FROM enrollment_persondetail WHERE email_index = asked.email AND superseded_at IS NULL{restriction}
      ORDER BY person_id LIMIT {TOGETHER_AT_MOST})"""


FIRST_LOOK = f"""{_by_keys(ON_FILE)}
    UNION ALL
    SELECT id FROM enrollment_person WHERE member_number = asked.member_number
    UNION ALL{_together()}
    UNION ALL
    (SELECT person_id FROM enrollment_formername WHERE last_key = asked.last_key AND first_key = asked.first_key
      ORDER BY person_id LIMIT {TOGETHER_AT_MOST})
"""


def _is_alike(key: str) -> str:
    return f"""(levenshtein_less_equal(left({key}, 60), asked.{key}, 2) <= 2
            OR starts_with({key}, left(asked.{key}, 3)) OR starts_with(asked.{key}, left({key}, 3)))"""


def _by_likeness(people: str) -> str:
    """Only people who are alike in something: a chance agreement with someone born on the same day is not worth
    fetching. (levenshtein_less_equal stops counting at the limit.)
    """
    return f"""
    {people} birth_date IN (asked.birth_date, asked.swapped_date)
       AND (levenshtein_less_equal(left(last_key, 60), asked.last_key, 2) <= 2
            OR levenshtein_less_equal(left(first_key, 60), asked.first_key, 2) <= 2
            OR starts_with(last_key, left(asked.last_key, 3)) OR starts_with(asked.last_key, left(last_key, 3)))
    UNION ALL
    {people} last_sound = asked.last_sound AND last_sound <> ''
       AND birth_date BETWEEN asked.year_begins AND asked.year_ends
       AND levenshtein_less_equal(left(first_key, 60), asked.first_key, 2) <= 2
    UNION ALL
    {people} birth_date = ANY (asked.near_dates) AND last_sound = asked.last_sound AND last_sound <> ''
    UNION ALL
    {people} birth_date = ANY (asked.near_dates) AND first_sound = asked.first_sound AND first_sound <> ''
       AND levenshtein_less_equal(left(last_key, 60), asked.last_key, 2) <= 2
    UNION ALL
    {people} last_key = asked.last_key AND first_key = asked.first_key
       AND (birth_date BETWEEN asked.birth_date - 731 AND asked.birth_date + 731
            OR (extract(month FROM birth_date) = extract(month FROM asked.birth_date)
                AND extract(day FROM birth_date) = extract(day FROM asked.birth_date)))
    UNION ALL
    {people} {UNCERTAIN_DATE} AND last_sound = asked.last_sound AND last_sound <> ''
       AND (first_key = ANY (asked.first_forms) OR {_is_alike("first_key")})
    UNION ALL
    {people} {UNCERTAIN_DATE} AND first_sound = asked.first_sound AND first_sound <> '' AND {_is_alike("last_key")}
    UNION ALL
    {people} {UNCERTAIN_DATE} AND last_sound = asked.first_sound AND first_sound = asked.last_sound AND last_sound <> ''
    UNION ALL
    ({people} asked.is_uncertain AND last_sound = asked.last_sound AND first_sound = asked.first_sound
       AND last_sound <> '' ORDER BY birth_date, id LIMIT {TOGETHER_AT_MOST})
    UNION ALL
    ({people} asked.is_uncertain AND last_key = asked.last_key AND first_key = ANY (asked.first_forms)
      ORDER BY birth_date, id LIMIT {TOGETHER_AT_MOST})"""


SECOND_LOOK = f"""{_by_likeness(ON_FILE)}
    UNION ALL
    SELECT id FROM enrollment_person
     WHERE birth_date IN (asked.birth_date, asked.swapped_date)
       AND id IN (SELECT person_id FROM enrollment_formername WHERE last_key = asked.last_key)
"""

# OFFSET 0: sort once to make the whole list distinct, not fourteen times.
HIT = "(SELECT DISTINCT id FROM (SELECT id FROM ({keys}) AS every OFFSET 0) AS key) AS hit"
# A person both looks find belongs to the first.
HIT_BY_BOTH = f"""
(SELECT id, min(look) AS look
   FROM (SELECT id, 1 AS look FROM ({FIRST_LOOK}) AS first UNION ALL
         SELECT id, 2 FROM ({SECOND_LOOK}) AS second OFFSET 0) AS key
  GROUP BY id) AS hit"""

# Both looks in one statement: they share many rows, and a form waits for one answer.
LOOKS = f"""
WITH {ASKED}
SELECT asked.place, hit.look,
       coalesce((SELECT enrollment_survivor(merged.survivor_id) FROM enrollment_personmerge merged
                  WHERE merged.duplicate_id = person.id AND merged.undone_at IS NULL), person.id),
       person.first_name, person.last_name, person.middle_name, person.suffix, person.birth_date, person.sex,
       person.number, person.number_index, person.member_number, person.deceased_on IS NOT NULL,
       ARRAY(SELECT ARRAY[former.first_name, former.last_name, former.middle_name, former.suffix]
               FROM enrollment_formername former WHERE former.person_id = person.id ORDER BY former.id),
       reported.names, reported.streets, reported.phones, reported.emails,
       EXISTS (SELECT FROM enrollment_coverage own
                WHERE own.enrollment_id = ANY(%(enrollments)s::bigint[]) AND own.person_id = person.id)
  FROM asked
 CROSS JOIN LATERAL {HIT_BY_BOTH}
 CROSS JOIN LATERAL (SELECT * FROM enrollment_person WHERE id = hit.id AND NOT is_sample OFFSET 0) AS person
 CROSS JOIN LATERAL (
    SELECT array_agg(ARRAY[detail.first_name, detail.last_name, detail.middle_name, detail.suffix])
             FILTER (WHERE (detail.first_key, detail.last_key) <> (person.first_key, person.last_key)) AS names,
           array_agg(detail.street_index) FILTER (WHERE detail.street_index IS NOT NULL) AS streets,
           array_agg(detail.phone_index) FILTER (WHERE detail.phone_index IS NOT NULL) AS phones,
           array_agg(detail.email_index) FILTER (WHERE detail.email_index IS NOT NULL) AS emails
      FROM enrollment_persondetail detail
     WHERE detail.person_id = person.id AND detail.superseded_at IS NULL
 ) AS reported
 ORDER BY asked.place
"""

# Every version of what one purchaser reported about each person whom any of its versions brings.
REPORTED = f"""
WITH {ASKED}
SELECT asked.place, 1,
       coalesce((SELECT enrollment_survivor(merged.survivor_id) FROM enrollment_personmerge merged
                  WHERE merged.duplicate_id = person.id AND merged.undone_at IS NULL), person.id),
       detail.first_name, detail.last_name, detail.middle_name, detail.suffix, detail.birth_date, detail.sex,
       detail.number, detail.number_index, person.member_number, person.deceased_on IS NOT NULL, NULL,
       NULL, array_remove(ARRAY[detail.street_index], NULL), array_remove(ARRAY[detail.phone_index], NULL),
       array_remove(ARRAY[detail.email_index], NULL),
       EXISTS (SELECT FROM enrollment_coverage own
                WHERE own.enrollment_id = ANY(%(enrollments)s::bigint[]) AND own.person_id = person.id),
       detail.superseded_at IS NULL
  FROM asked
 CROSS JOIN LATERAL (
    SELECT DISTINCT id
      FROM (SELECT id FROM ({_by_keys(OF_PURCHASER)}
    UNION ALL{_by_likeness(OF_PURCHASER)}
    UNION ALL
    SELECT id FROM enrollment_person WHERE member_number = asked.member_number
    UNION ALL{_together(" AND purchaser_id = %(purchaser)s")}) AS every OFFSET 0) AS key
 ) AS hit
 CROSS JOIN LATERAL (SELECT * FROM enrollment_person WHERE id = hit.id AND NOT is_sample OFFSET 0) AS person
  JOIN enrollment_persondetail detail ON detail.person_id = person.id AND detail.purchaser_id = %(purchaser)s
 ORDER BY asked.place, detail.id
"""

# Which of these people the purchaser reports, under any of their records.
REPORTED_AMONG = """
WITH RECURSIVE human AS (
    SELECT record AS top, record AS id FROM unnest(%(people)s::uuid[]) AS record
    UNION
    SELECT human.top, merged.duplicate_id FROM human
      JOIN enrollment_personmerge merged ON merged.survivor_id = human.id AND merged.undone_at IS NULL
)
SELECT DISTINCT top FROM human
 WHERE EXISTS (SELECT FROM enrollment_persondetail own WHERE own.person_id = human.id AND own.purchaser_id = %(purchaser)s)
"""

# Only the ids, for callers that hold the people in memory.
WHO = f"WITH {ASKED} SELECT asked.place, hit.id FROM asked CROSS JOIN LATERAL {HIT}"
WHO_FIRST, WHO_SECOND = WHO.format(keys=FIRST_LOOK), WHO.format(keys=SECOND_LOOK)

# The number of persons, by the statistics of Postgres.
PERSONS = "SELECT reltuples FROM pg_class WHERE oid = 'enrollment_person'::regclass"

# Facts needed before comparing: the number of persons, in every row, and what representatives decided about the
# same applicants, the latest last: the surviving, living record they chose, or the record they
# ruled out, and for which purchaser. A chosen record may be merged since; an undone decision (Reopening) does not count.
SETTLED = f"""
SELECT ({PERSONS}), said.applicant_index, said.human, said.is_same, said.purchaser_id
  FROM (SELECT) AS beforehand
  LEFT JOIN (SELECT applicant_index, enrollment_survivor(became_id) AS human, true AS is_same, decided_at, id,
                    purchaser_id
               FROM enrollment_identitydecision WHERE applicant_index = ANY (%(indexes)s::bytea[])
              UNION ALL
             SELECT applicant_index, enrollment_survivor(person_id), false, ruled_out.decided_at, ruled_out.id,
                    review.purchaser_id
               FROM enrollment_notsame ruled_out JOIN enrollment_review review ON review.id = ruled_out.review_id
              WHERE applicant_index = ANY (%(indexes)s::bytea[]) AND reopening_id IS NULL) AS said
         ON NOT is_same OR EXISTS (SELECT FROM enrollment_person WHERE id = said.human AND deceased_on IS NULL)
 ORDER BY said.decided_at, said.is_same, said.id
"""
