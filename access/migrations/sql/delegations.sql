-- A grant or code under a delegation belongs to the delegation's purchaser.
ALTER TABLE access_grant ADD CONSTRAINT grant_delegation_of_its_purchaser
    FOREIGN KEY (delegation_id, purchaser_id) REFERENCES access_delegation (id, purchaser_id);
ALTER TABLE access_accesscode ADD CONSTRAINT code_delegation_of_its_purchaser
    FOREIGN KEY (delegation_id, purchaser_id) REFERENCES access_delegation (id, purchaser_id);
