-- What makes a user one of the carrier's is given by the owner of the tables, in a command, and by no request.
CREATE FUNCTION accounts_staff_flags_are_the_owners() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_has_role(current_user, 'portal_owner', 'MEMBER') THEN
        RAISE EXCEPTION 'only the owner of the tables makes representatives, supervisors and superusers'
            USING ERRCODE = 'insufficient_privilege', TABLE = 'accounts_user', CONSTRAINT = 'user_staff_flags_are_the_owners';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_user_added_with_flags BEFORE INSERT ON accounts_user
    FOR EACH ROW WHEN (NEW.is_staff OR NEW.is_superuser OR NEW.is_supervisor)
    EXECUTE FUNCTION accounts_staff_flags_are_the_owners();
CREATE TRIGGER accounts_user_flags_changed BEFORE UPDATE ON accounts_user
    FOR EACH ROW WHEN ((NEW.is_staff, NEW.is_superuser, NEW.is_supervisor)
                       IS DISTINCT FROM (OLD.is_staff, OLD.is_superuser, OLD.is_supervisor))
    EXECUTE FUNCTION accounts_staff_flags_are_the_owners();
