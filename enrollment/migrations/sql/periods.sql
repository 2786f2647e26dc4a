-- Nobody is covered twice in a plan line, employed twice, or offered a plan twice, on one day.
ALTER TABLE enrollment_coverage ADD CONSTRAINT coverage_no_overlap EXCLUDE USING gist (
    purchaser_id WITH =, person_id WITH =, plan_line WITH =, daterange(starts_on, ends_on, '[]') WITH &&
) WHERE (superseded_at IS NULL AND voided_at IS NULL);

ALTER TABLE enrollment_employment ADD CONSTRAINT employment_no_overlap EXCLUDE USING gist (
    purchaser_id WITH =, person_id WITH =, daterange(hired_on, last_day_worked, '[]') WITH &&
);

ALTER TABLE enrollment_offering ADD CONSTRAINT offering_no_overlap EXCLUDE USING gist (
    unit_id WITH =, plan_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&
);
