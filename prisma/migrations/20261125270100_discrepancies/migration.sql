-- What is not as it should be: opened and closed by itself as the evidence changes.
CREATE TABLE "discrepancy" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "session_id" UUID,
    "host_id" UUID,
    "pool_id" UUID,
    "address" INET,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "discrepancy_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "discrepancy_open_once" ON "discrepancy" ("kind", "key") WHERE "closed_at" IS NULL;
CREATE INDEX "discrepancy_opened_at_id_idx" ON "discrepancy"("opened_at" DESC, "id");
CREATE INDEX "discrepancy_session_id_idx" ON "discrepancy"("session_id");
CREATE INDEX "session_with_discrepancy" ON "session" ("id") WHERE "discrepancy" IS NOT NULL AND "ended_at" IS NULL;
CREATE INDEX "session_by_lease_alone" ON "session" ("received_at") WHERE NOT "reported" AND "ended_at" IS NULL;
CREATE INDEX "allocation_open_outside" ON "allocation_open" ("address") WHERE "network" <> 'loopback';

-- All sessions, newest logon first, whether open or ended.
CREATE INDEX "session_logon_at_id_idx" ON "session"("logon_at" DESC, "id" DESC);

-- How long history is kept, and names with it; null for ever.
ALTER TABLE "farm" ADD COLUMN "history_days" INTEGER;
ALTER TABLE "farm" ADD COLUMN "pseudonym_days" INTEGER;
ALTER TABLE "farm" ADD CONSTRAINT "farm_history_days" CHECK ("history_days" >= 31);
ALTER TABLE "farm" ADD CONSTRAINT "farm_pseudonym_days" CHECK ("pseudonym_days" >= 1);

-- The name that a person's old records go by. Null on a row that is one itself, and on people without old records.
ALTER TABLE "person" ADD COLUMN "pseudonym" TEXT;
