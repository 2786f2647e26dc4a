-- For triggers of `once_set_stays` (accounts/platform/policies.py): a fact that has a value keeps it, whoever asks.
CREATE FUNCTION accounts_once_set_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a fact of % was set before and stays', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END $$;
