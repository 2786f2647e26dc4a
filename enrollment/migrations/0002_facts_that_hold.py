"""Constraints that Django's models cannot say: periods that exclude each other, composite keys, families."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

PERIODS = """
ALTER TABLE enrollment_coverage ADD CONSTRAINT coverage_no_overlap EXCLUDE USING gist (
    purchaser_id WITH =, person_id WITH =, plan_line WITH =, daterange(starts_on, ends_on, '[]') WITH &&
) WHERE (superseded_at IS NULL AND voided_at IS NULL);

ALTER TABLE enrollment_employment ADD CONSTRAINT employment_no_overlap EXCLUDE USING gist (
    purchaser_id WITH =, person_id WITH =, daterange(hired_on, last_day_worked, '[]') WITH &&
);

ALTER TABLE enrollment_offering ADD CONSTRAINT offering_no_overlap EXCLUDE USING gist (
    unit_id WITH =, plan_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&
);
"""

# The purchaser, unit and plan line that a row repeats are those of the row it points to.
COMPOSITE = """
ALTER TABLE enrollment_unitrules ADD CONSTRAINT unit_rules_unit_of_purchaser
    FOREIGN KEY (unit_id, purchaser_id) REFERENCES accounts_enrollmentunit (id, purchaser_id);
ALTER TABLE enrollment_offering
    ADD CONSTRAINT offering_unit_of_purchaser
    FOREIGN KEY (unit_id, purchaser_id) REFERENCES accounts_enrollmentunit (id, purchaser_id),
    ADD CONSTRAINT offering_line_of_plan
    FOREIGN KEY (plan_id, plan_line) REFERENCES enrollment_plan (id, line);
ALTER TABLE enrollment_employment ADD CONSTRAINT employment_unit_of_purchaser
    FOREIGN KEY (unit_id, purchaser_id) REFERENCES accounts_enrollmentunit (id, purchaser_id);
ALTER TABLE enrollment_enrollment
    ADD CONSTRAINT enrollment_offering_of_unit
    FOREIGN KEY (offering_id, purchaser_id, unit_id, plan_line)
    REFERENCES enrollment_offering (id, purchaser_id, unit_id, plan_line),
    ADD CONSTRAINT enrollment_employment_of_purchaser
    FOREIGN KEY (employment_id, purchaser_id) REFERENCES enrollment_employment (id, purchaser_id);
ALTER TABLE enrollment_coverage
    ADD CONSTRAINT coverage_line_of_enrollment
    FOREIGN KEY (enrollment_id, purchaser_id, plan_line) REFERENCES enrollment_enrollment (id, purchaser_id, plan_line),
    ADD CONSTRAINT coverage_change_of_purchaser
    FOREIGN KEY (change_id, purchaser_id) REFERENCES enrollment_change (id, purchaser_id);
ALTER TABLE enrollment_change ADD CONSTRAINT change_unit_of_purchaser
    FOREIGN KEY (unit_id, purchaser_id) REFERENCES accounts_enrollmentunit (id, purchaser_id);
ALTER TABLE enrollment_persondetail ADD CONSTRAINT detail_change_of_purchaser
    FOREIGN KEY (change_id, purchaser_id) REFERENCES enrollment_change (id, purchaser_id);
ALTER TABLE enrollment_rosterline ADD CONSTRAINT roster_unit_of_purchaser
    FOREIGN KEY (unit_id, purchaser_id) REFERENCES accounts_enrollmentunit (id, purchaser_id);
"""

# Checked at the end of the transaction, for the whole family, with the enrollment row locked: two
# transactions that each look right alone cannot together leave a dependent covered without the subscriber.
# It runs as the owner of the tables: at commit the tenancy settings of the writer may be gone, and a check
# that sees no rows would find nothing wrong.
FAMILY = """
CREATE FUNCTION enrollment_family_inside_subscriber() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    stray uuid;
BEGIN
    PERFORM 1 FROM enrollment_enrollment WHERE id = NEW.enrollment_id FOR UPDATE;
    SELECT dependent.person_id INTO stray
      FROM enrollment_coverage dependent
      JOIN enrollment_enrollment family ON family.id = dependent.enrollment_id
     WHERE dependent.enrollment_id = NEW.enrollment_id
       AND dependent.superseded_at IS NULL AND dependent.voided_at IS NULL
       AND dependent.person_id <> family.subscriber_id
       AND NOT daterange(dependent.starts_on, dependent.ends_on, '[]') <@ (
            SELECT coalesce(range_agg(daterange(own.starts_on, own.ends_on, '[]')), '{}'::datemultirange)
              FROM enrollment_coverage own
             WHERE own.enrollment_id = dependent.enrollment_id AND own.person_id = family.subscriber_id
               AND own.superseded_at IS NULL AND own.voided_at IS NULL)
     LIMIT 1;
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION 'a dependent is covered outside the subscriber''s period'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'coverage_dependent_inside_subscriber',
                  TABLE = 'enrollment_coverage';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER coverage_dependent_inside_subscriber
    AFTER INSERT OR UPDATE ON enrollment_coverage DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION enrollment_family_inside_subscriber();
"""

BACK = """
DROP FUNCTION enrollment_family_inside_subscriber() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(PERIODS, migrations.RunSQL.noop),
        migrations.RunSQL(COMPOSITE, migrations.RunSQL.noop),
        migrations.RunSQL(FAMILY, BACK),
    ]
