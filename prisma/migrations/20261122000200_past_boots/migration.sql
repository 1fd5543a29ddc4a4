-- Boots that are over: what arrives late from one of them must not be taken for a reboot.
ALTER TABLE "host" ADD COLUMN "past_boots" TEXT[] DEFAULT ARRAY[]::TEXT[];
