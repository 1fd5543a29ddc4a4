/**
 * The protocol's history, newest first. The server serves the newest version and the two before it.
 *
 * 2  2026-11-25  A ticket's values may say `apply`: `logon` or `drained`. Applied states may hold `waiting`, and
 *                `bindFailures`.
 *                The first check-in and the first report of a process name the machine; items name an owner that is not
 *                the farm; `applied` holds the host's own checks; sessions carry notes. All of it may be absent.
 *                Reports may tell the driver in force, and of each session what it does not reach and what was proved.
 *                A socket may say `failed`, that it could not be bound.
 * 1  2026-11-22  enroll, checkIn, watch, bundle, report.
 *    2026-11-25  lease, release, slice: calls of their own; an agent that never makes them is served as before.
 */
export const PROTOCOL_VERSION = 2
export const OLDEST_PROTOCOL_VERSION = 1
