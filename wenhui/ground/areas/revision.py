"""SQL that renews the tree's revision with every change, whoever makes it and however."""

WATCHED = ("areas_area", "areas_estate", "areas_estatebuilding", "areas_landmark")

FUNCTION = """
CREATE SEQUENCE areas_revision_numbers;
INSERT INTO areas_revision (id, number) VALUES (1, nextval('areas_revision_numbers'));
CREATE FUNCTION areas_renew_revision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO areas_revision (id, number) VALUES (1, nextval('areas_revision_numbers'))
    ON CONFLICT (id) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$;
"""

FORWARD = FUNCTION + "".join(
    f"CREATE TRIGGER {table}_revision AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION areas_renew_revision();\n"
    for table in WATCHED
)

BACKWARD = "".join(f"DROP TRIGGER {table}_revision ON {table};\n" for table in WATCHED) + (
    "DROP FUNCTION areas_renew_revision();\nDELETE FROM areas_revision;\nDROP SEQUENCE areas_revision_numbers;\n"
)
