// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/* For programs that must keep seeing 127.0.0.1. Attached only while a list masks any. */
static __always_inline int is_masked(struct session *session, __u32 address)
{
	return (session->flags & S_LOOP) && address == session->loop && (in_force(session) & P_MASK);
}

static __always_inline int mask4(struct bpf_sock_addr *ctx)
{
	if (is_masked(bpf_get_local_storage(&vf_session, 0), ctx->user_ip4))
		ctx->user_ip4 = LOOPBACK;
	return ALLOW;
}

static __always_inline int mask6(struct bpf_sock_addr *ctx)
{
	if (kind6(ctx) == MAPPED6 && is_masked(bpf_get_local_storage(&vf_session, 0), ctx->user_ip6[3]))
		ctx->user_ip6[3] = LOOPBACK;
	return ALLOW;
}

SEC("cgroup/getsockname4") int vf_getsockname4(struct bpf_sock_addr *ctx) { return mask4(ctx); }
SEC("cgroup/getpeername4") int vf_getpeername4(struct bpf_sock_addr *ctx) { return mask4(ctx); }
SEC("cgroup/recvmsg4") int vf_recvmsg4(struct bpf_sock_addr *ctx) { return mask4(ctx); }
SEC("cgroup/getsockname6") int vf_getsockname6(struct bpf_sock_addr *ctx) { return mask6(ctx); }
SEC("cgroup/getpeername6") int vf_getpeername6(struct bpf_sock_addr *ctx) { return mask6(ctx); }
SEC("cgroup/recvmsg6") int vf_recvmsg6(struct bpf_sock_addr *ctx) { return mask6(ctx); }
