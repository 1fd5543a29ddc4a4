-- Runs of the connector to a Citrix site, and when a host's running boot was first heard of.
ALTER TABLE "host" ADD COLUMN "boot_since" TIMESTAMPTZ(3);

CREATE TABLE "citrix_delivery" (
    "id" UUID NOT NULL,
    "site" TEXT NOT NULL,
    "set_name" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "why" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "started_by" TEXT NOT NULL,

    CONSTRAINT "citrix_delivery_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "citrix_delivery_started_at_idx" ON "citrix_delivery"("started_at" DESC);
