-- Who has details, work, a contract or coverage at a purchaser is known there.
INSERT INTO enrollment_knownto (person_id, purchaser_id)
SELECT person_id, purchaser_id FROM enrollment_persondetail
 UNION SELECT person_id, purchaser_id FROM enrollment_employment
 UNION SELECT subscriber_id, purchaser_id FROM enrollment_enrollment
 UNION SELECT person_id, purchaser_id FROM enrollment_coverage;

ALTER TABLE enrollment_persondetail ADD CONSTRAINT detail_of_known_person
    FOREIGN KEY (person_id, purchaser_id) REFERENCES enrollment_knownto (person_id, purchaser_id);
ALTER TABLE enrollment_employment ADD CONSTRAINT employment_of_known_person
    FOREIGN KEY (person_id, purchaser_id) REFERENCES enrollment_knownto (person_id, purchaser_id);
ALTER TABLE enrollment_enrollment ADD CONSTRAINT enrollment_of_known_person
    FOREIGN KEY (subscriber_id, purchaser_id) REFERENCES enrollment_knownto (person_id, purchaser_id);
ALTER TABLE enrollment_coverage ADD CONSTRAINT coverage_of_known_person
    FOREIGN KEY (person_id, purchaser_id) REFERENCES enrollment_knownto (person_id, purchaser_id);
