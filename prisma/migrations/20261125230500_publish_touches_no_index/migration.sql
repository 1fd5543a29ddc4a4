-- A publish rewrites every host's pointers. Without an index on them, and with room on each page, PostgreSQL updates the
-- rows in place (HOT): 10,000 hosts in 0.2 s instead of 1.4 s, with a third of the log.

-- DropIndex
DROP INDEX "host_wanted_revision_idx";

ALTER TABLE "host" SET (fillfactor = 50);
