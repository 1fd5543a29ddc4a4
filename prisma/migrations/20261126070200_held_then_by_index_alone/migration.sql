-- Who held an address at an instant is read from the index, with the end beside the start: an interval that does not
-- reach the instant is left where it lies, which on a long history is a page that is in no memory.
DROP INDEX "allocation_held_then";
CREATE INDEX "allocation_held_then" ON "allocation"
  ("address", "host_id", "held_class"("held_from", "held_to"), "held_from") INCLUDE ("held_to");
