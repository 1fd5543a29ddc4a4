-- A token for hosts that forget their key at each boot: a machine that enrolled with it may do so again without a further use.
ALTER TABLE enrolment_token ADD COLUMN at_boot boolean NOT NULL DEFAULT false;
