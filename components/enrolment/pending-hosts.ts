/** What the enrolment screen asks of the list of hosts. Apart from the panel, so that the page can ask it on the server. */
export const PENDING_HOSTS = { lifecycle: 'pending-approval' } as const
