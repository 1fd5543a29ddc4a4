// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * The session filter: gives listed programs of a session its own loopback address and its virtual IP.
 *
 * Attached to the cgroup of one session. The values of the session are in the cgroup's storage, the lists of programs,
 * files and ports in maps that all sessions share, told apart by the number of their list. All addresses and the
 * user_* members of the context are in network order. docs/linux-calls.md says which call is served by which program.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_core_read.h>

/* Only the members that are read. Their places are looked up in the running kernel's BTF when the object is loaded. */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct qstr { __u32 hash, len; const unsigned char *name; };
struct dentry { struct qstr d_name; };
struct path { struct dentry *dentry; };
struct super_block { __u32 s_dev; };
struct inode { unsigned long i_ino; struct super_block *i_sb; };
struct file { struct path f_path; struct inode *f_inode; };
struct mm_struct { struct file *exe_file; };
struct task_struct { unsigned int flags; int pid; struct mm_struct *mm; __u64 start_time, self_exec_id; };
struct sock_common { unsigned char skc_ipv6only : 1; };
#pragma clang attribute pop

/* What a session wants. `filter-values.ts` writes these; both must agree. */
enum {
	S_LOOP = 1,        /* virtual loopback is on */
	S_VIP = 2,         /* virtual IP is on; without an address it is refused, never left at the server's */
	S_VIP_ALL = 4,     /* virtual IP for every program of the session */
	S_VIP_SERVER = 8,  /* `vip` is the server's own address for want of a better: no source is forced */
	S_FILES = 16,      /* the list names files too */
	S_PORTS = 32,      /* the list excludes ports */
	SESSION_BITS = 6,  /* how many they are */
};
/* What a program is listed for. */
enum { P_LOOP = 1, P_VIP = 2, P_PREFER_LOOP = 4, P_MASK = 8 };

/* Nearly every name is short, and what is hashed and compared is most of a call's cost: long ones have a map of their own. */
#define SHORT_BYTES 16
#define LONG_BYTES 64
struct session { __u32 loop, vip, list, flags; };
struct program_key { __u32 list; char name[SHORT_BYTES]; };
struct long_program_key { __u32 list; char name[LONG_BYTES]; };
struct file_key { __u32 list, device; __u64 inode; };
struct port_key { __u32 list, port; };

#define ENTRIES 65536
#define HASH(KEY, VALUE) \
	__uint(type, BPF_MAP_TYPE_HASH); __uint(map_flags, BPF_F_NO_PREALLOC); __uint(max_entries, ENTRIES); \
	__type(key, KEY); __type(value, VALUE)

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_STORAGE);
	__type(key, __u64);
	__type(value, struct session);
} vf_session SEC(".maps");
struct { HASH(struct program_key, __u32); } vf_programs SEC(".maps");
struct { HASH(struct long_program_key, __u32); } vf_long_programs SEC(".maps");
struct { HASH(struct file_key, __u32); } vf_files SEC(".maps");
struct { HASH(struct port_key, __u32); } vf_ports SEC(".maps");
/* The server's own addresses: binding one of them means binding the virtual IP. */
struct { HASH(__u32, __u32); } vf_hosts SEC(".maps");

/* The loopbacks and virtual IPs of the sessions that are open, each with the loopback of its session: nobody else's. */
struct { HASH(__u32, __u32); } vf_held SEC(".maps");

/* Binds that were refused since the filter was loaded. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1);
	__type(key, __u32); __type(value, __u64);
} vf_refused SEC(".maps");

/*
 * What was found of a program is remembered, since the way from the task to the name of its file is most of a call's
 * cost. One word: in its low bits what holds for it, above them a mix of the task from its start, the number of its exec,
 * the session's list and flags and the version of the lists, all of which must be the same. Read and written at once,
 * whoever else writes. The first word is the version, changed after each change of the lists. All in less than 32 KiB:
 * bigger maps lie in small pages of their own, which kernels that part their memory from programs' look up in each call.
 */
#define VERDICTS 4000
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1 + VERDICTS);
	__type(key, __u32); __type(value, __u64);
} vf_verdicts SEC(".maps");

#define LOOPBACK bpf_htonl(0x7f000001)
#define IN_LOOPBACK_NET(A) (((A) & bpf_htonl(0xff000000)) == bpf_htonl(0x7f000000))
#define MAPPED bpf_htonl(0x0000ffff)
#define ALLOW 1
#define EADDRNOTAVAIL 99
#define ENETUNREACH 101
#define EACCES 13

/* Off the way of most calls: a function of its own keeps that way short, for the processor has to fetch it anew each time. */
#define ASIDE static __attribute__((noinline))
#define UNLIKELY(CONDITION) __builtin_expect(!!(CONDITION), 0)

/* Kernels before 5.18 know no other error than EPERM here. */
static __always_inline int refuse(int error)
{
	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_set_retval))
		bpf_set_retval(-error);
	return 0;
}

/*
 * By the file that runs, not by the thread's name, which the program chooses itself. Newer kernels let a program follow
 * their pointers as they are, which costs a fraction of asking a helper for each: SLOW_READS is for the others.
 */
#ifdef SLOW_READS
#define TASK() ((struct task_struct *)bpf_get_current_task())
#define FOLLOW(POINTER, MEMBER) BPF_CORE_READ(POINTER, MEMBER)
#else
#define TASK() ((struct task_struct *)bpf_get_current_task_btf())
#define FOLLOW(POINTER, MEMBER) ((POINTER)->MEMBER)
#endif

static __always_inline __u32 *find_program(__u32 list, struct dentry *entry)
{
	__u32 length = FOLLOW(entry, d_name.len);
	const unsigned char *name = FOLLOW(entry, d_name.name);

	if (!length || length >= LONG_BYTES)
		return 0;
	/* The verifier must see that it is less, and the compiler would leave out what it knows. */
	barrier_var(length);
	if (length <= SHORT_BYTES) {
		struct program_key key = { .list = list };

		bpf_probe_read_kernel(key.name, length, name);
		return bpf_map_lookup_elem(&vf_programs, &key);
	} else {
		struct long_program_key key = { .list = list };

		length &= LONG_BYTES - 1;
		bpf_probe_read_kernel(key.name, length, name);
		return bpf_map_lookup_elem(&vf_long_programs, &key);
	}
}

static __always_inline __u32 *find_file(__u32 list, struct file *file)
{
	struct file_key key = { .list = list };
	struct inode *inode = FOLLOW(file, f_inode);
	struct super_block *system;

	if (!inode)
		return 0;
	key.inode = FOLLOW(inode, i_ino);
	system = FOLLOW(inode, i_sb);
	if (!system)
		return 0;
	key.device = FOLLOW(system, s_dev);
	return bpf_map_lookup_elem(&vf_files, &key);
}

ASIDE __u32 look_up(struct session *session, struct task_struct *task)
{
	struct mm_struct *memory = FOLLOW(task, mm);
	struct file *file;
	struct dentry *entry;
	__u32 found = 0, *value;

	/* The kernel's own threads run no file. */
	if (!memory)
		return 0;
	file = FOLLOW(memory, exe_file);
	if (!file)
		return 0;
	entry = FOLLOW(file, f_path.dentry);
	if (entry && (value = find_program(session->list, entry)))
		found = *value;
	if ((session->flags & S_FILES) && (value = find_file(session->list, file)))
		found |= *value;
	return found;
}

/* The P_ flags that hold here and now. */
static __always_inline __u32 hold_here(struct session *session, __u32 found)
{
	if (session->flags & S_VIP_ALL)
		found |= P_VIP;
	if (!(session->flags & S_LOOP))
		found &= ~(P_LOOP | P_MASK);
	if (!(session->flags & S_VIP))
		found &= ~P_VIP;
	if (!(found & P_LOOP) || !(found & P_VIP))
		found &= ~P_PREFER_LOOP;
	return found;
}

#ifdef SLOW_READS
/* On these kernels a thread of the kernel may borrow a program's memory for a call: nothing is remembered. */
static __always_inline __u32 in_force(struct session *session)
{
	return hold_here(session, look_up(session, TASK()));
}
#else
#define IS_KERNEL_THREAD 0x00200000 /* PF_KTHREAD */
#define FLAG_BITS 8
#define MIX 0x9e3779b97f4a7c15ULL

ASIDE __u32 look_up_and_remember(struct session *session, struct task_struct *task, __u64 *verdict, __u64 who)
{
	__u32 found = hold_here(session, look_up(session, task));

	/* A thread of the kernel may borrow a program's memory for a call. */
	if (!(task->flags & IS_KERNEL_THREAD))
		*verdict = who | found;
	return found;
}

static __always_inline __u32 in_force(struct session *session)
{
	struct task_struct *task = TASK();
	__u64 image = task->self_exec_id << 32 | session->list << SESSION_BITS | session->flags;
	__u64 who = ((task->start_time ^ (__u64)task->pid << 40) * MIX ^ image) * MIX, known, *version, *verdict;
	/* A program that has sockets in two sessions has a word for each. */
	__u32 first = 0, slot = 1 + ((who >> 32) * VERDICTS >> 32);

	verdict = bpf_map_lookup_elem(&vf_verdicts, &slot);
	version = bpf_map_lookup_elem(&vf_verdicts, &first);
	if (!verdict || !version)
		return 0;
	/* Read before the lists are: what is found in a list that changes meanwhile is not taken for the new one's. */
	who = (who ^ *(volatile __u64 *)version) << FLAG_BITS;
	known = *(volatile __u64 *)verdict ^ who;
	if (UNLIKELY(known >> FLAG_BITS))
		return look_up_and_remember(session, task, verdict, who);
	return known;
}
#endif

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

ASIDE int is_hosts(__u32 address) { return bpf_map_lookup_elem(&vf_hosts, &address) ? 1 : 0; }

/* What becomes of a call. */
enum { LEAVE, TO_LOOP, TO_VIP, REFUSE };

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

/* A connection or a datagram to `address`. TO_VIP: it starts from there. */
static __always_inline int route_rule(struct session *session, struct bpf_sock_addr *ctx, __u32 address)
{
	int is_own = address == LOOPBACK || address == session->loop;
	__u32 force, served_by = is_own ? S_LOOP : address ? S_VIP : S_LOOP | S_VIP;

	if (!(session->flags & served_by) || (!is_own && IN_LOOPBACK_NET(address)))
		return LEAVE;
	force = in_force(session);
	/* Linux takes 0.0.0.0 for this very host: the session's servers are where bind puts them. */
	if (is_own || (UNLIKELY(!address) && ((force & P_PREFER_LOOP) || !(force & P_VIP))))
		return (force & P_LOOP) && !is_excluded(session, ctx) ? TO_LOOP : LEAVE;
	if (!(force & P_VIP) || (session->flags & S_VIP_SERVER))
		return LEAVE;
	return session->vip ? TO_VIP : REFUSE;
}

struct address4 { __u16 family, port; __u32 ip; __u64 zero; };
struct address6 { __u16 family, port; __u32 flow, ip[4], scope; };

/* Has no effect on a socket that is bound already, which is as it should be. */
static __always_inline void start_from4(struct bpf_sock_addr *ctx, __u32 ip)
{
	struct address4 source = { .family = 2, .ip = ip };

	bpf_bind(ctx, (struct sockaddr *)&source, sizeof(source));
}

static __always_inline void start_from6(struct bpf_sock_addr *ctx, __u32 ip)
{
	struct address6 source = { .family = 10, .ip = { 0, 0, MAPPED, ip } };

	bpf_bind(ctx, (struct sockaddr *)&source, sizeof(source));
}

SEC("cgroup/connect4")
int vf_connect4(struct bpf_sock_addr *ctx)
{
	struct session *session = bpf_get_local_storage(&vf_session, 0);

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

SEC("cgroup/sendmsg4")
int vf_sendmsg4(struct bpf_sock_addr *ctx)
{
	struct session *session = bpf_get_local_storage(&vf_session, 0);
	/* A socket that is bound sends from where it is bound, unless the message asks for another address. */
	__u32 bound = ctx->sk->src_ip4, asked = ctx->msg_src_ip4;

	if (UNLIKELY(asked != bound) && is_held_by_another(session, asked))
		return refuse(EACCES);
	switch (route_rule(session, ctx, ctx->user_ip4)) {
	case TO_LOOP:
		ctx->user_ip4 = session->loop;
		if (!bound && (!asked || asked == LOOPBACK))
			ctx->msg_src_ip4 = session->loop;
		return ALLOW;
	case TO_VIP:
		if (!bound && (!asked || asked == LOOPBACK))
			ctx->msg_src_ip4 = session->vip;
		return ALLOW;
	case REFUSE:
		return refuse(EACCES);
	}
	return ALLOW;
}

/* IPv6 sockets reach the session's IPv4 addresses in their mapped form. */
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
	struct bpf_sock *given = ctx->sk;
	struct sock_common *sock = 0;

	/* Through the stack: the verifier allows no offsets on the pointer itself. */
	bpf_probe_read_kernel(&sock, sizeof(sock), &given);
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

SEC("cgroup/connect6")
int vf_connect6(struct bpf_sock_addr *ctx)
{
	struct session *session = bpf_get_local_storage(&vf_session, 0);
	int kind = kind6(ctx);

	if (kind == OTHER6)
		return ALLOW;
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

/* The helpers that read kernel memory ask for the word; the licence of this file is in its first line. */
char _license[] SEC("license") = "GPL";
