// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * What was found of a program is remembered, since the way from the task to the name of its file is most of a call's cost.
 *
 * One word for each, in the session's own storage: who it is about, and in the low bits what holds for it. It is read and
 * written at once, so that whoever else writes it, it is whole. Who: the process from its start, the number of its exec
 * and the version of the lists, mixed; another exec or another version is somebody else. A session that is written anew
 * has new storage, with nothing in it.
 */
#ifdef SLOW_READS
/* On these kernels a thread of the kernel may borrow a program's memory for a call: nothing is remembered. */
static __always_inline __u32 in_force(struct session *session)
{
	return hold_here(session, look_up(session, TASK()));
}
#else
#define IS_KERNEL_THREAD 0x00200000 /* PF_KTHREAD */
#define FOUND_BITS 8
#define MIX_PROCESS 0x9e3779b97f4a7c15ULL
#define MIX_EXEC 0xd1b54a32d192ed03ULL

ASIDE __u32 look_up_and_remember(struct session *session, __u64 *verdict, __u64 who)
{
	struct task_struct *task = TASK();
	__u32 found = hold_here(session, look_up(session, task));

	/* A thread of the kernel may borrow a program's memory for a call. */
	if (!(task->flags & IS_KERNEL_THREAD))
		*(volatile __u64 *)verdict = who ^ found;
	return found;
}

static __always_inline __u32 in_force(struct session *session)
{
	struct task_struct *task, *process;
	__u64 place, who, known, *version, *verdict;
	__u32 only = 0;

	version = bpf_map_lookup_elem(&vf_version, &only);
	if (!version)
		return 0;
	/* Read before the lists are: what is found in a list that changes meanwhile is not taken for the new one's. */
	who = *(volatile __u64 *)version;
	task = TASK();
	process = task->group_leader;
	/* Of the kernel's addresses only a difference is a number: less one that stands still. */
	place = (__u64)process - (__u64)session;
	who ^= place * MIX_PROCESS + task->self_exec_id * MIX_EXEC + process->start_time;
	verdict = &session->verdicts[who >> (64 - VERDICT_BITS)];
	known = *(volatile __u64 *)verdict ^ who;
	if (UNLIKELY(known >> FOUND_BITS))
		return look_up_and_remember(session, verdict, who);
	return known;
}
#endif
