// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/* What is known of the running kernel: the members of its structures that are read, and how it is told no. */
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
struct task_struct {
	unsigned int flags;
	struct mm_struct *mm;
	struct task_struct *group_leader;
	__u64 start_time, self_exec_id;
};
struct sock_common { unsigned char skc_ipv6only : 1; };
struct inet_sock { __u32 inet_saddr, mc_addr; };
#pragma clang attribute pop

/*
 * Newer kernels let a program follow their pointers as they are, which costs a fraction of asking a helper for each:
 * SLOW_READS is for the others.
 */
#ifdef SLOW_READS
#define TASK() ((struct task_struct *)bpf_get_current_task())
#define FOLLOW(POINTER, MEMBER) BPF_CORE_READ(POINTER, MEMBER)
#else
#define TASK() ((struct task_struct *)bpf_get_current_task_btf())
#define FOLLOW(POINTER, MEMBER) ((POINTER)->MEMBER)
#endif

/* Off the way of most calls: a function of its own keeps that way short, for the processor has to fetch it anew each time. */
#define ASIDE static __attribute__((noinline))
#define UNLIKELY(CONDITION) __builtin_expect(!!(CONDITION), 0)

#define ALLOW 1
#define EACCES 13
#define EADDRNOTAVAIL 99
#define ENETUNREACH 101

/* As the kernel has it: the verifier allows no members but its own on the pointer itself, so it goes through the stack. */
static __always_inline void *kernel_sock(struct bpf_sock_addr *ctx)
{
	struct bpf_sock *given = ctx->sk;
	void *sock = 0;

	bpf_probe_read_kernel(&sock, sizeof(sock), &given);
	return sock;
}

/* Kernels before 5.18 know no other error than EPERM here. */
ASIDE int refuse(int error)
{
	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_set_retval))
		bpf_set_retval(-error);
	return 0;
}
