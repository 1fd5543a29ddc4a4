-- What somebody holds now, found from the name: most of a person's sessions are over.
CREATE INDEX "session_open_person_idx" ON "session" ("person_id") WHERE "ended_at" IS NULL;
