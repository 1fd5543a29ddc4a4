-- The token of the last enrolment: a host whose answer was lost may ask again without a further use.
ALTER TABLE "host" ADD COLUMN "enrolled_with" UUID;
