// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/* The hooks of IPv6 sockets, which reach the session's IPv4 addresses in their mapped form. */

enum { OTHER6, ANY6, LOOPBACK6, MAPPED6 };
static __always_inline int kind6(struct bpf_sock_addr *ctx)
{
	__u32 low = ctx->user_ip6[3];

	if (ctx->user_ip6[0] | ctx->user_ip6[1])
		return OTHER6;
	if (ctx->user_ip6[2] == MAPPED)
		return MAPPED6;
	if (ctx->user_ip6[2])
		return OTHER6;
	return !low ? ANY6 : low == bpf_htonl(1) ? LOOPBACK6 : OTHER6;
}

static __always_inline __u32 address4_of(struct bpf_sock_addr *ctx, int kind)
{
	return kind == MAPPED6 ? ctx->user_ip6[3] : kind == LOOPBACK6 ? LOOPBACK : 0;
}

static __always_inline void become_mapped(struct bpf_sock_addr *ctx, __u32 ip)
{
	ctx->user_ip6[2] = MAPPED;
	ctx->user_ip6[3] = ip;
}

static __always_inline int is_ipv6_only(struct bpf_sock_addr *ctx)
{
	struct sock_common *sock = kernel_sock(ctx);

	return BPF_CORE_READ_BITFIELD_PROBED(sock, skc_ipv6only);
}

SEC("cgroup/bind6")
int vf_bind6(struct bpf_sock_addr *ctx)
{
	struct session *session = bpf_get_local_storage(&vf_session, 0);
	int kind = kind6(ctx), rule;

	if (kind == OTHER6)
		return ALLOW;
	rule = bind_rule(session, ctx, address4_of(ctx, kind));
	if (rule == LEAVE)
		return ALLOW;
	if (kind != MAPPED6 && is_ipv6_only(ctx))
		/* It cannot have an IPv4 address. ::1 would be everybody's; :: opens no IPv4 port. */
		return kind == LOOPBACK6 ? refuse_bind(EADDRNOTAVAIL) : ALLOW;
	if (rule == REFUSE)
		return refuse_bind(EACCES);
	become_mapped(ctx, rule == TO_LOOP ? session->loop : session->vip);
	return ALLOW;
}

struct address6 { __u16 family, port; __u32 flow, ip[4], scope; };

static __always_inline void start_from6(struct bpf_sock_addr *ctx, __u32 ip)
{
	struct address6 source = { .family = 10, .ip = { 0, 0, MAPPED, ip } };

	bpf_bind(ctx, (struct sockaddr *)&source, sizeof(source));
}

SEC("cgroup/connect6")
int vf_connect6(struct bpf_sock_addr *ctx)
{
	struct session *session = bpf_get_local_storage(&vf_session, 0);
	int kind = kind6(ctx);

	if (kind == OTHER6)
		return ALLOW;
	if (connects_as_another(session, ctx, address4_of(ctx, kind)))
		return refuse(EACCES);
	switch (route_rule(session, ctx, address4_of(ctx, kind))) {
	case TO_LOOP:
		become_mapped(ctx, session->loop);
		start_from6(ctx, session->loop);
		return ALLOW;
	case TO_VIP:
		if (kind == ANY6)
			become_mapped(ctx, session->vip);
		start_from6(ctx, session->vip);
		return ALLOW;
	case REFUSE:
		return refuse(EACCES);
	}
	return ALLOW;
}

/* Datagrams to mapped addresses come through sendmsg4. The kernel lets none of the others become mapped. */
SEC("cgroup/sendmsg6")
int vf_sendmsg6(struct bpf_sock_addr *ctx)
{
	struct session *session = bpf_get_local_storage(&vf_session, 0);
	int kind = kind6(ctx);

	if (kind != ANY6 && kind != LOOPBACK6)
		return ALLOW;
	return route_rule(session, ctx, LOOPBACK) == TO_LOOP ? refuse(ENETUNREACH) : ALLOW;
}
