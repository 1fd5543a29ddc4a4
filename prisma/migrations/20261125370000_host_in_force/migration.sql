-- Which revision a host had in force, and since when: the time machine asks for it. A row when it says that it runs
-- something else; a trigger, so that every way of storing a report writes it.
CREATE TABLE "host_in_force" (
    "host_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "generation" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,

    CONSTRAINT "host_in_force_pkey" PRIMARY KEY ("host_id", "since")
);
ALTER TABLE "host_in_force" ADD CONSTRAINT "host_in_force_host_id_fkey"
  FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The ticket in force is mostly the newest one, which names its revision; of an older one its bundle knows the first
-- revision that had this content.
CREATE FUNCTION note_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO host_in_force (host_id, since, generation, revision)
  SELECT NEW.id, NEW.applied_at, NEW.applied_generation, revision
  FROM (SELECT CASE WHEN NEW.applied_generation = NEW.wanted_generation THEN NEW.wanted_revision
                    ELSE (SELECT b.revision FROM bundle b WHERE b.hash = NEW.applied->>'hash') END AS revision) r
  WHERE revision IS NOT NULL
  ON CONFLICT (host_id, since) DO UPDATE SET generation = excluded.generation, revision = excluded.revision;
  RETURN NULL;
END $$;
CREATE TRIGGER host_in_force AFTER UPDATE OF applied_generation ON "host" FOR EACH ROW
  WHEN (NEW.applied_generation IS DISTINCT FROM OLD.applied_generation AND NEW.applied_at IS NOT NULL)
  EXECUTE FUNCTION note_in_force();

INSERT INTO host_in_force (host_id, since, generation, revision)
SELECT h.id, h.applied_at, h.applied_generation, coalesce(b.revision, h.wanted_revision)
FROM host h LEFT JOIN bundle b ON b.hash = h.applied->>'hash'
WHERE h.applied_at IS NOT NULL AND h.applied_generation > 0;
