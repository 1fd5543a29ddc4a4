/** What the agent reads and sets, for `docs/environment.md` and so that the server takes no offence at it. */
export const AGENT_VARIABLES: Record<string, string> = {
  VIPFARM_AGENT_STATE: 'Its state directory, in place of `--state`.',
  VIPFARM_SERVER: 'Where the farm is, in place of `--server` of `run`.',
  VIPFARM_TOKEN_FILE: 'A file with the enrolment token, in place of `--token-file`.',
  VIPFARM_ENROLMENT_TOKEN: 'The enrolment token itself, where no file is wanted.',
  VIPFARM_PROXY:
    'A proxy to tunnel through, as `http://HOST:PORT`. TLS to the farm goes through it untouched.',
  NODE_EXTRA_CA_CERTS:
    'Node’s own: a file with a certification authority of yours, PEM. `vipfarm citrix` reads it too.',
  VIPFARM_SESSION: 'Set by the Linux agent for the programs of a session that it launched: its number.',
  VIPFARM_SESSION_LOGON: 'The same: when the session began.',
}
