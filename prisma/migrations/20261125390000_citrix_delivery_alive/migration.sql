-- When a run of the connector last gave a sign of life: one that was killed cannot say so.
ALTER TABLE "citrix_delivery" ADD COLUMN "alive_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
