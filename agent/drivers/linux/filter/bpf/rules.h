// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/* What becomes of a call. */
enum { LEAVE, TO_LOOP, TO_VIP, REFUSE };

ASIDE int is_listed_port(struct session *session, __u32 port)
{
	struct port_key key = { .list = session->list, .port = bpf_ntohs(port) };

	return bpf_map_lookup_elem(&vf_ports, &key) ? 1 : 0;
}

static __always_inline int is_excluded(struct session *session, struct bpf_sock_addr *ctx)
{
	return UNLIKELY(session->flags & S_PORTS) && is_listed_port(session, ctx->user_port);
}

/* An address of another session, which no program of this one may speak from, listed or not. */
ASIDE int is_held_by_another(struct session *session, __u32 address)
{
	__u32 *holder = bpf_map_lookup_elem(&vf_held, &address);

	return holder && *holder != session->loop ? 1 : 0;
}

/* Of the addresses that a socket of this session starts from, nearly all. */
#define IS_OWN(SESSION, ADDRESS) \
	(!(ADDRESS) || (ADDRESS) == LOOPBACK || (ADDRESS) == (SESSION)->loop || (ADDRESS) == (SESSION)->vip)

/*
 * Where a socket starts from of itself. One that is connected anew keeps the source that the kernel chose for it before,
 * which is the destination itself where that is an address of this machine. Towards a group it starts from the address
 * that IP_MULTICAST_IF was given, whosever it is.
 */
ASIDE int starts_as_another(struct session *session, struct bpf_sock_addr *ctx, __u32 address)
{
	struct inet_sock *sock = kernel_sock(ctx);
	__u32 source = BPF_CORE_READ(sock, inet_saddr);

	if (!source && IN_GROUPS(address))
		source = BPF_CORE_READ(sock, mc_addr);
	return !IS_OWN(session, source) && is_held_by_another(session, source);
}

/* A new socket towards one machine has no source yet. */
static __always_inline int connects_as_another(struct session *session, struct bpf_sock_addr *ctx, __u32 address)
{
	return UNLIKELY(ctx->sk->src_ip4 || IN_GROUPS(address)) && starts_as_another(session, ctx, address);
}

static __always_inline int sends_as_another(struct session *session, struct bpf_sock_addr *ctx)
{
	__u32 source = ctx->msg_src_ip4, address = ctx->user_ip4;

	if (UNLIKELY(!IS_OWN(session, source)))
		return is_held_by_another(session, source);
	return !source && UNLIKELY(IN_GROUPS(address)) && starts_as_another(session, ctx, address);
}

ASIDE int is_hosts(__u32 address) { return bpf_map_lookup_elem(&vf_hosts, &address) ? 1 : 0; }

/* A bind to `address`. What costs little to find out comes first. */
static __always_inline int bind_rule(struct session *session, struct bpf_sock_addr *ctx, __u32 address)
{
	__u32 force;

	if (address == LOOPBACK) {
		if (!(session->flags & S_LOOP))
			return LEAVE;
	} else {
		if (UNLIKELY(address) && is_held_by_another(session, address))
			return REFUSE;
		if (!(session->flags & S_VIP) || IN_LOOPBACK_NET(address))
			return LEAVE;
		if (UNLIKELY(address) && (address == session->vip || !is_hosts(address)))
			return LEAVE;
	}
	force = in_force(session);
	if (address == LOOPBACK)
		return (force & P_LOOP) && !is_excluded(session, ctx) ? TO_LOOP : LEAVE;
	if (!(force & P_VIP))
		return LEAVE;
	if ((force & P_PREFER_LOOP) && !is_excluded(session, ctx))
		return TO_LOOP;
	return session->vip ? TO_VIP : REFUSE;
}

ASIDE int refuse_bind(int error)
{
	__u32 only = 0;
	__u64 *count = bpf_map_lookup_elem(&vf_refused, &only);

	if (count)
		__sync_fetch_and_add(count, 1);
	return refuse(error);
}

/* A connection or a datagram to `address`. TO_VIP: it starts from there. */
static __always_inline int route_rule(struct session *session, struct bpf_sock_addr *ctx, __u32 address)
{
	int is_own = address == LOOPBACK || address == session->loop;
	__u32 force;

	if (is_own) {
		if (!(session->flags & S_LOOP))
			return LEAVE;
	} else {
		if (IN_LOOPBACK_NET(address) || !(session->flags & (address ? S_VIP : S_LOOP | S_VIP)))
			return LEAVE;
	}
	force = in_force(session);
	/* Linux takes 0.0.0.0 for this very host: the session's servers are where bind puts them. */
	if (is_own || (UNLIKELY(!address) && ((force & P_PREFER_LOOP) || !(force & P_VIP))))
		return (force & P_LOOP) && !is_excluded(session, ctx) ? TO_LOOP : LEAVE;
	if (!(force & P_VIP) || (session->flags & S_VIP_SERVER))
		return LEAVE;
	return session->vip ? TO_VIP : REFUSE;
}
