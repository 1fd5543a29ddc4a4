// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/* The hooks of IPv4 sockets. */

SEC("cgroup/bind4")
int vf_bind4(struct bpf_sock_addr *ctx)
{
	struct session *session = bpf_get_local_storage(&vf_session, 0);

	switch (bind_rule(session, ctx, ctx->user_ip4)) {
	case TO_LOOP:
		ctx->user_ip4 = session->loop;
		return ALLOW;
	case TO_VIP:
		ctx->user_ip4 = session->vip;
		return ALLOW;
	case REFUSE:
		return refuse_bind(EACCES);
	}
	return ALLOW;
}

struct address4 { __u16 family, port; __u32 ip; __u64 zero; };

/* Has no effect on a socket that is bound already, which is as it should be. */
static __always_inline void start_from4(struct bpf_sock_addr *ctx, __u32 ip)
{
	struct address4 source = { .family = 2, .ip = ip };

	bpf_bind(ctx, (struct sockaddr *)&source, sizeof(source));
}

SEC("cgroup/connect4")
int vf_connect4(struct bpf_sock_addr *ctx)
{
	struct session *session = bpf_get_local_storage(&vf_session, 0);

	if (connects_as_another(session, ctx, ctx->user_ip4))
		return refuse(EACCES);
	switch (route_rule(session, ctx, ctx->user_ip4)) {
	case TO_LOOP:
		ctx->user_ip4 = session->loop;
		start_from4(ctx, session->loop);
		return ALLOW;
	case TO_VIP:
		start_from4(ctx, session->vip);
		return ALLOW;
	case REFUSE:
		return refuse(EACCES);
	}
	return ALLOW;
}

/* A socket that is bound sends from where it is bound, unless the message asks for another address. */
static __always_inline int send_from(struct bpf_sock_addr *ctx, __u32 ip)
{
	__u32 asked;

	/* Read anew: kept from before, it would have to be put away in between. */
	barrier();
	asked = ctx->msg_src_ip4;
	if (!ctx->sk->src_ip4 && (!asked || asked == LOOPBACK))
		ctx->msg_src_ip4 = ip;
	return ALLOW;
}

SEC("cgroup/sendmsg4")
int vf_sendmsg4(struct bpf_sock_addr *ctx)
{
	struct session *session = bpf_get_local_storage(&vf_session, 0);

	if (sends_as_another(session, ctx))
		return refuse(EACCES);
	switch (route_rule(session, ctx, ctx->user_ip4)) {
	case TO_LOOP:
		ctx->user_ip4 = session->loop;
		return send_from(ctx, session->loop);
	case TO_VIP:
		return send_from(ctx, session->vip);
	case REFUSE:
		return refuse(EACCES);
	}
	return ALLOW;
}
