-- Lists by a kind that is rare, or that nothing has, over a long record.
CREATE INDEX "audit_event_actor_kind_id_idx" ON "audit_event" ("actor_kind", "id" DESC);
CREATE INDEX "discrepancy_kind_opened_at_id_idx" ON "discrepancy" ("kind", "opened_at" DESC, "id" DESC);
