-- A key is handed to the hosts before anything is signed with it: it has no `in_use_from` until then.

ALTER TABLE "signing_key" ADD COLUMN "in_use_from" TIMESTAMPTZ(3);
UPDATE "signing_key" SET "in_use_from" = "created_at";
