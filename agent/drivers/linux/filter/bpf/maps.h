// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/* What the agent writes for the filter. `filter-values.ts` writes the same bytes; both must agree. */

/* What a session wants. */
enum {
	S_LOOP = 1,        /* virtual loopback is on */
	S_VIP = 2,         /* virtual IP is on; without an address it is refused, never left at the server's */
	S_VIP_ALL = 4,     /* virtual IP for every program of the session */
	S_VIP_SERVER = 8,  /* `vip` is the server's own address for want of a better: no source is forced */
	S_FILES = 16,      /* the list names files too */
	S_PORTS = 32,      /* the list excludes ports */
};
/* What a program is listed for. */
enum { P_LOOP = 1, P_VIP = 2, P_PREFER_LOOP = 4, P_MASK = 8 };

/* What was found of so many programs is remembered in the session (`verdict.h`). */
#define VERDICT_BITS 5
#define VERDICTS (1 << VERDICT_BITS)

/* Nearly every name is short, and what is hashed and compared is most of a look-up's cost: long ones have a map of their own. */
#define SHORT_BYTES 16
#define LONG_BYTES 64
struct session { __u32 loop, vip, list, flags; __u64 verdicts[VERDICTS]; };
struct program_key { __u32 list; char name[SHORT_BYTES]; };
struct long_program_key { __u32 list; char name[LONG_BYTES]; };
struct file_key { __u32 list, device; __u64 inode; };
struct port_key { __u32 list, port; };

#define ENTRIES 65536
#define HASH(KEY, VALUE) \
	__uint(type, BPF_MAP_TYPE_HASH); __uint(map_flags, BPF_F_NO_PREALLOC); __uint(max_entries, ENTRIES); \
	__type(key, KEY); __type(value, VALUE)
#define ONE(VALUE) \
	__uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, VALUE)

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
/* Changed after each change of the lists, to a number that nobody can foresee. */
struct { ONE(__u64); } vf_version SEC(".maps");
/* Binds that were refused since the filter was loaded. */
struct { ONE(__u64); } vf_refused SEC(".maps");

#define LOOPBACK bpf_htonl(0x7f000001)
#define IN_LOOPBACK_NET(A) (((A) & bpf_htonl(0xff000000)) == bpf_htonl(0x7f000000))
#define IN_GROUPS(A) (((A) & bpf_htonl(0xf0000000)) == bpf_htonl(0xe0000000))
#define MAPPED bpf_htonl(0x0000ffff)
