/** Where the agent's calls live. tRPC's paths for procedures; plain routes for the stream and the bundles. */
export const AGENT_BASE = '/api/agent'
export const AGENT_ROUTES = {
  enroll: `${AGENT_BASE}/enroll`,
  checkIn: `${AGENT_BASE}/checkIn`,
  report: `${AGENT_BASE}/report`,
  lease: `${AGENT_BASE}/lease`,
  slice: `${AGENT_BASE}/slice`,
  release: `${AGENT_BASE}/release`,
  watch: `${AGENT_BASE}/watch`,
  bundle: (hash: string) => `${AGENT_BASE}/bundle/${hash}`,
} as const
