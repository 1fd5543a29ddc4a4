-- Plans of policies that were reviewed, and may be applied as they stand.
CREATE TABLE "policy_plan" (
    "hash" TEXT NOT NULL,
    "base_revision" INTEGER NOT NULL,
    "draft_hash" TEXT NOT NULL,
    "effect_hash" TEXT NOT NULL,
    "policies" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "applied_as" INTEGER,

    CONSTRAINT "policy_plan_pkey" PRIMARY KEY ("hash")
);
CREATE INDEX "policy_plan_created_at_idx" ON "policy_plan"("created_at" DESC);
