-- Revisions that reach hosts in waves, and publishes that wait for a second person.
CREATE TYPE "rollout_state" AS ENUM ('scheduled', 'running', 'halted', 'completed', 'rolled-back', 'superseded');
CREATE TYPE "publish_request_state" AS ENUM ('waiting', 'approved', 'declined', 'withdrawn', 'stale');

ALTER TABLE "farm" ADD COLUMN "approve_above_hosts" INTEGER;
ALTER TABLE "host" ADD COLUMN "rollout_revision" INTEGER;

CREATE TABLE "rollout" (
    "id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "base_revision" INTEGER NOT NULL,
    "state" "rollout_state" NOT NULL,
    "plan" JSONB NOT NULL,
    "halt" JSONB,
    "hosts" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_revision" INTEGER,

    CONSTRAINT "rollout_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "rollout_wave" (
    "rollout_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "rollout_wave_pkey" PRIMARY KEY ("rollout_id","place")
);
CREATE TABLE "rollout_host" (
    "rollout_id" UUID NOT NULL,
    "host_id" UUID NOT NULL,
    "wave" INTEGER,
    "generation" INTEGER,
    "opened_at" TIMESTAMPTZ(3),
    "applied_at" TIMESTAMPTZ(3),
    "before" JSONB,

    CONSTRAINT "rollout_host_pkey" PRIMARY KEY ("rollout_id","host_id")
);
CREATE TABLE "publish_request" (
    "id" UUID NOT NULL,
    "state" "publish_request_state" NOT NULL DEFAULT 'waiting',
    "base_revision" INTEGER NOT NULL,
    "draft_hash" TEXT NOT NULL,
    "hosts" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "ticket" TEXT,
    "delivery" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "decision" TEXT,
    "revision" INTEGER,

    CONSTRAINT "publish_request_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "rollout_revision_key" ON "rollout"("revision");
CREATE INDEX "rollout_created_at_idx" ON "rollout"("created_at" DESC);
CREATE INDEX "rollout_host_host_id_idx" ON "rollout_host"("host_id");
CREATE INDEX "publish_request_created_at_idx" ON "publish_request"("created_at" DESC);

ALTER TABLE "rollout_wave" ADD CONSTRAINT "rollout_wave_rollout_id_fkey" FOREIGN KEY ("rollout_id") REFERENCES "rollout"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rollout_host" ADD CONSTRAINT "rollout_host_rollout_id_fkey" FOREIGN KEY ("rollout_id") REFERENCES "rollout"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rollout_host" ADD CONSTRAINT "rollout_host_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "host"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A farm is on its way to one revision at a time.
CREATE UNIQUE INDEX "rollout_one_open" ON "rollout" ((true)) WHERE "state" IN ('scheduled', 'running', 'halted');
-- And one publish waits for a second person at a time: a draft is approved or declined before the next is asked for.
CREATE UNIQUE INDEX "publish_request_one_waits" ON "publish_request" ((true)) WHERE "state" = 'waiting';
