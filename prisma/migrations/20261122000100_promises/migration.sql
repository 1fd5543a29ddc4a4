-- Promises that Prisma's schema language cannot say: the database keeps them, not the code.

-- One farm.
ALTER TABLE "farm" ADD CONSTRAINT "farm_is_one" CHECK ("id" = 1);
INSERT INTO "farm" ("id") VALUES (1);

-- Names that differ only in case are one name (rulebook 5).
CREATE UNIQUE INDEX "delivery_group_name_key" ON "delivery_group" (lower("name"));
CREATE UNIQUE INDEX "policy_name_key" ON "policy" (lower("name"));
CREATE UNIQUE INDEX "host_name_key" ON "host" (lower("name")) WHERE "lifecycle" <> 'retired';
CREATE UNIQUE INDEX "host_machine_key" ON "host" ("machine_id") WHERE "lifecycle" <> 'retired';

-- Priorities are unique when a transaction ends; inside it they may trade places.
DROP INDEX "policy_priority_key";
ALTER TABLE "policy" ADD CONSTRAINT "policy_priority_key" UNIQUE ("priority") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "policy" ADD CONSTRAINT "policy_priority_positive" CHECK ("priority" >= 1);

-- A token is never used more often than it says.
ALTER TABLE "enrolment_token" ADD CONSTRAINT "enrolment_token_uses" CHECK ("uses_left" BETWEEN 0 AND "uses");

-- One open session of each (host, boot, number).
CREATE UNIQUE INDEX "session_open_key" ON "session" ("host_id", "boot", "number") WHERE "ended_at" IS NULL;
ALTER TABLE "session" ADD CONSTRAINT "session_number_range" CHECK ("number" BETWEEN 0 AND 16777214);
ALTER TABLE "session" ADD CONSTRAINT "session_ends_after_start" CHECK ("ended_at" >= "logon_at");
CREATE INDEX "session_open_list" ON "session" ("logon_at" DESC, "id" DESC) WHERE "ended_at" IS NULL;

-- An address of a network is granted once at a time. What hosts observe is always kept.
CREATE UNIQUE INDEX "allocation_granted_once" ON "allocation_open" ("network", "address") WHERE "kind" = 'granted';
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_ends_after_start" CHECK ("held_to" >= "held_from");

-- Records that are written once.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are written once and never %', TG_TABLE_NAME, lower(TG_OP) || 'd'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER "revision_written_once" BEFORE UPDATE OR DELETE ON "revision"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "revision_not_truncated" BEFORE TRUNCATE ON "revision"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "bundle_written_once" BEFORE UPDATE ON "bundle"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "allocation_written_once" BEFORE UPDATE ON "allocation"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_event_written_once" BEFORE UPDATE OR DELETE ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_event_not_truncated" BEFORE TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
