-- The purchaser, unit and plan line that a row repeats are those of the row it points to.
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
