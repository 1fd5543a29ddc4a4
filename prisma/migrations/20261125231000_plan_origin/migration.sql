-- Where a plan came from: the files, and what of them could not be taken over, for whoever reviews it.
ALTER TABLE "policy_plan" ADD COLUMN "origin" JSONB;
