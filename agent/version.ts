/** What the agent calls itself in enrolments and reports. */
export const AGENT_VERSION = '0.1.0'
