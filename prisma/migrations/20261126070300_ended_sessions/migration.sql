-- When a session ended is asked for by that instant alone, and lists of ended ones go by their logons. A session that is
-- open has no place here: its logon writes one entry less.
DROP INDEX "session_ended_at_logon_at_id_idx";
CREATE INDEX "session_ended" ON "session" ("ended_at") WHERE "ended_at" IS NOT NULL;
