// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/* Which program calls: by the file that runs, not by the thread's name, which the program chooses itself. */

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
