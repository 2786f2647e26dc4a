-- A word is of a person known to the purchaser, or of a request there; its unit is one of the purchaser's.
ALTER TABLE enrollment_searchword
    ADD CONSTRAINT search_word_of_known_person
        FOREIGN KEY (person_id, purchaser_id) REFERENCES enrollment_knownto (person_id, purchaser_id),
    ADD CONSTRAINT search_word_of_own_change
        FOREIGN KEY (change_id, purchaser_id) REFERENCES enrollment_change (id, purchaser_id),
    ADD CONSTRAINT search_word_of_own_unit
        FOREIGN KEY (unit_id, purchaser_id) REFERENCES accounts_enrollmentunit (id, purchaser_id);
