-- Who held an address at an instant. Intervals of one address may overlap (a computed and an observed one, several
-- programs, two holders), so the newest that began before the instant need not be the only one that still lasted, or
-- even one of them. Intervals are therefore kept by how long they lasted: of those that lasted less than L, only what
-- began less than L before the instant can reach it. Each class is one short range of the index.
CREATE FUNCTION "held_class"("held_from" timestamptz, "held_to" timestamptz) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN width_bucket(extract(epoch FROM "held_to" - "held_from"),
    ARRAY[8, 64, 512, 4096, 32768, 262144, 2097152, 16777216, 134217728]::numeric[]);

DROP INDEX "allocation_network_address_held_from_idx";
CREATE INDEX "allocation_held_then" ON "allocation"
  ("address", "host_id", "held_class"("held_from", "held_to"), "held_from");

-- Loopback addresses belong to a host: all hosts have the same ones.
DROP INDEX "allocation_open_network_address_idx";
CREATE INDEX "allocation_open_address_host_id_idx" ON "allocation_open" ("address", "host_id");

-- A name that a retired host had may be asked for too.
CREATE INDEX "host_name_ever" ON "host" (lower("name"));
CREATE INDEX "revision_published_at_idx" ON "revision" ("published_at" DESC);
