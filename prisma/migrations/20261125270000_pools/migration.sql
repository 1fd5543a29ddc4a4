-- Pools: addresses that the farm gives to sessions. Each address is a row, so that what is free is found by an index,
-- and a picture of a pool is a read of its rows.
CREATE TABLE "pool" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "network" TEXT NOT NULL,
    "ranges" TEXT[],
    "exclusions" TEXT[],
    "quarantine_seconds" INTEGER NOT NULL DEFAULT 300,
    "warn_percent" INTEGER NOT NULL DEFAULT 80,
    "critical_percent" INTEGER NOT NULL DEFAULT 95,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pool_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "pool_name_key" ON "pool" (lower("name"));

CREATE TABLE "pool_address" (
    "pool_id" UUID NOT NULL,
    "address" INET NOT NULL,
    "held_by" UUID,
    "released_at" TIMESTAMPTZ(3),
    "last_session" UUID,
    "last_person" UUID,
    "reserved_person" UUID,
    "reserved_program" TEXT,
    "reserved_note" TEXT,
    "leaving" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "pool_address_pkey" PRIMARY KEY ("pool_id","address")
);
ALTER TABLE "pool_address" ADD CONSTRAINT "pool_address_pool_id_fkey"
  FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pool_address" ADD CONSTRAINT "pool_address_reserved_person_fkey"
  FOREIGN KEY ("reserved_person") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "pool_address" ADD CONSTRAINT "pool_address_reserved_once"
  CHECK ("reserved_person" IS NULL OR "reserved_program" IS NULL);

-- A session holds one address of the pools at a time, and pools share none.
CREATE UNIQUE INDEX "pool_address_held_once" ON "pool_address" ("held_by") WHERE "held_by" IS NOT NULL;
CREATE UNIQUE INDEX "pool_address_in_one_pool" ON "pool_address" ("address");
-- Free ones, the longest rested first.
CREATE INDEX "pool_address_free" ON "pool_address" ("pool_id", "released_at" NULLS FIRST, "address")
  WHERE "held_by" IS NULL AND "reserved_person" IS NULL AND "reserved_program" IS NULL AND NOT "leaving";
CREATE INDEX "pool_address_last_session" ON "pool_address" ("last_session") WHERE "held_by" IS NULL;
CREATE INDEX "pool_address_last_person" ON "pool_address" ("last_person") WHERE "held_by" IS NULL;
CREATE INDEX "pool_address_reserved" ON "pool_address" ("pool_id")
  WHERE "reserved_person" IS NOT NULL OR "reserved_program" IS NOT NULL;

-- How full a pool was, once a minute.
CREATE TABLE "pool_use" (
    "pool_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "held" INTEGER NOT NULL,
    "resting" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,

    CONSTRAINT "pool_use_pkey" PRIMARY KEY ("pool_id","at")
);
ALTER TABLE "pool_use" ADD CONSTRAINT "pool_use_pool_id_fkey"
  FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- False for a session that is known by its lease alone: no report has told of it yet.
ALTER TABLE "session" ADD COLUMN "reported" BOOLEAN NOT NULL DEFAULT true;
