-- A supervisor makes a user one of the carrier's, or a representative a supervisor, and takes the latter back. Only the
-- staff role may call it, in a transaction of that supervisor; nobody appoints themselves, and superusers stay as they are.
CREATE FUNCTION accounts_appoint(appointee bigint, supervises boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    supervisor bigint := nullif(current_setting('app.user', true), '')::bigint;
BEGIN
    PERFORM 1 FROM public.accounts_user
      WHERE id = supervisor AND is_active AND is_staff AND is_supervisor FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only a supervisor makes representatives'
            USING ERRCODE = 'insufficient_privilege', TABLE = 'accounts_user', CONSTRAINT = 'user_appointed_by_supervisor';
    END IF;
    UPDATE public.accounts_user SET is_staff = true, is_supervisor = supervises
     WHERE id = appointee AND id <> supervisor AND is_active AND NOT is_superuser;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this user can not be made a representative'
            USING ERRCODE = 'insufficient_privilege', TABLE = 'accounts_user', CONSTRAINT = 'user_appointed_by_another';
    END IF;
END $$;
REVOKE ALL ON FUNCTION accounts_appoint(bigint, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_appoint(bigint, boolean) TO portal_staff;
