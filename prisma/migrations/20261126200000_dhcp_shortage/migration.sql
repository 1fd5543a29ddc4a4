-- Open sessions that no DHCP server gives an address: looked for every few seconds, and mostly there is none.
CREATE INDEX "session_dhcp_shortage" ON "session" ("received_at")
  WHERE "ended_at" IS NULL AND "prediction"->'virtualIp'->>'source' = 'dhcp'
    AND "prediction"->'virtualIp'->>'address' IS NULL;
