// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * The session filter: gives listed programs of a session its own loopback address and its virtual IP.
 *
 * Attached to the cgroup of one session. The values of the session are in the cgroup's storage, the lists of programs,
 * files and ports in maps that all sessions share, told apart by the number of their list. All addresses and the
 * user_* members of the context are in network order. docs/linux-calls.md says which call is served by which program.
 */
#include "kernel.h"
#include "maps.h"
#include "program.h"
#include "verdict.h"
#include "rules.h"
#include "ipv4.h"
#include "ipv6.h"
#include "masking.h"

/* The helpers that read kernel memory ask for the word; the licence of these files is in their first lines. */
char _license[] SEC("license") = "GPL";
