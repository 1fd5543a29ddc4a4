-- Discovery: captures, the sockets that agents saw, and what both say of programs.
CREATE TABLE "comparison" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "one_machine" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comparison_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "comparison_changed_at_id_idx" ON "comparison"("changed_at" DESC, "id");

CREATE TABLE "capture" (
    "id" UUID NOT NULL,
    "comparison_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "locale" TEXT,
    "family" TEXT NOT NULL,
    "is_side" BOOLEAN NOT NULL,
    "bytes" INTEGER NOT NULL,
    "lines" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,
    "rejects" JSONB NOT NULL,
    "notes" JSONB NOT NULL,
    "kept" BYTEA NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "uploaded_by" TEXT NOT NULL,

    CONSTRAINT "capture_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "capture_comparison_id_idx" ON "capture"("comparison_id");
ALTER TABLE "capture" ADD CONSTRAINT "capture_comparison_id_fkey"
    FOREIGN KEY ("comparison_id") REFERENCES "comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "seen_socket" (
    "id" BIGSERIAL NOT NULL,
    "session_id" UUID NOT NULL,
    "host_id" UUID NOT NULL,
    "program" TEXT NOT NULL,
    "protocol" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "address" INET NOT NULL,
    "port" INTEGER NOT NULL,
    "pid" INTEGER,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "last_seen" TIMESTAMPTZ(3),

    CONSTRAINT "seen_socket_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "seen_socket_session_id_program_protocol_role_address_port_key"
    ON "seen_socket"("session_id", "program", "protocol", "role", "address", "port");
CREATE INDEX "seen_socket_host_id_last_seen_idx" ON "seen_socket"("host_id", "last_seen");
CREATE INDEX "seen_socket_last_seen_idx" ON "seen_socket"("last_seen");

CREATE TABLE "seen_program" (
    "host_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "program" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "last_seen" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "seen_program_pkey" PRIMARY KEY ("host_id", "key")
);
CREATE INDEX "seen_program_family_key_idx" ON "seen_program"("family", "key");

CREATE TABLE "judgement" (
    "family" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "finding" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "judgement_pkey" PRIMARY KEY ("family", "key", "source")
);
CREATE INDEX "judgement_source_idx" ON "judgement"("source");

CREATE TABLE "finding" (
    "id" UUID NOT NULL,
    "family" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "program" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "confidence" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "evidence_key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "decided_key" TEXT,
    "decided_by" TEXT,
    "state_at" TIMESTAMPTZ(3) NOT NULL,
    "snoozed_until" TIMESTAMPTZ(3),
    "policy_id" UUID,
    "standing" JSONB NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "finding_family_key_key" ON "finding"("family", "key");
CREATE INDEX "finding_state_rank_id_idx" ON "finding"("state", "rank", "id");

CREATE TABLE "catalogue_edit" (
    "id" TEXT NOT NULL,
    "entry" JSONB,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "catalogue_edit_pkey" PRIMARY KEY ("id")
);
