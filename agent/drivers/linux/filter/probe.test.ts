import { expect, test } from 'vitest'
import { refusal } from './probe'

/** What bpftool says of states that the machine of the tests cannot be brought into; `tests/kernel` tries the others out. */
test.each([
  [
    'a kernel before 5.10',
    '4.19.0-27-amd64',
    "libbpf: Error loading vmlinux BTF: -3; libbpf: failed to load object 'session-filter.bpf.o'; Error: failed to load object file",
    'kernel-too-old',
    /5\.10/,
  ],
  [
    'little locked memory, before 5.11',
    '5.10.0-46-cloud-amd64',
    "libbpf: Error in bpf_object__probe_loading():Operation not permitted(1). Couldn't load trivial BPF program. Make sure your kernel supports BPF (CONFIG_BPF_SYSCALL=y) and/or that RLIMIT_MEMLOCK is set to big enough value.; Error: failed to load object file",
    'memlock',
    /LimitMEMLOCK/,
  ],
  [
    'little locked memory, as it shows when a map is made',
    '5.10.0-46-cloud-amd64',
    "libbpf: permission error while running as root; try raising 'ulimit -l'? current value: 64.0 KiB; Error: failed to load object file",
    'memlock',
    /LimitMEMLOCK/,
  ],
  [
    'the same guess of bpftool on a kernel that does not count it',
    '6.1.0-56-amd64',
    "libbpf: permission error while running as root; try raising 'ulimit -l'? current value: 64.0 KiB; Error: failed to load object file",
    'load-refused',
    /probe --json/,
  ],
  ['no memory', '6.1.0-56-amd64', 'Error: failed to load: Cannot allocate memory', 'memlock', /LimitMEMLOCK/],
  [
    'hooks of a parent that another tool has for itself',
    '6.18.44',
    'bpftool cgroup attach /sys/fs/cgroup/vipfarm-probe-1 bind4 pinned: failed to attach program',
    'foreign-hooks',
    /cgroup tree/,
  ],
  ['anything else', '6.18.44', 'Error: failed to pin all programs', 'load-refused', /probe --json/],
])('%s is named, with its mend', (_state, kernel, said, code, mend) => {
  expect(refusal(said, kernel)).toMatchObject({ code, mend: expect.stringMatching(mend) })
})
