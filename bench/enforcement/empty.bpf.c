// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/* The least that a program at these hooks can do: what the session filter is measured against. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define EMPTY(HOOK) SEC("cgroup/" #HOOK) int vf_##HOOK(struct bpf_sock_addr *ctx) { return 1; }
EMPTY(bind4) EMPTY(bind6) EMPTY(connect4) EMPTY(connect6) EMPTY(sendmsg4) EMPTY(sendmsg6)

char _license[] SEC("license") = "GPL";
