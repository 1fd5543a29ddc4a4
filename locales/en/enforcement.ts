/** By what a host makes programs see their session's address, and what was proved of a session. */

interface Why {
  reason: string
  mend?: string
}

const bySource: Record<string, Why> = {
  ready: { reason: 'The kernel filter loads and attaches on this machine.' },
  'told-to-observe': {
    reason: 'The agent was started to observe only.',
    mend: 'Start it without --observe-only.',
  },
  'no-rights': {
    reason: 'The agent may not load programs into the kernel.',
    mend: 'Run it as root.',
  },
  'no-cgroup-v2': {
    reason: 'Control groups version 2 are not mounted.',
    mend: 'Boot with systemd.unified_cgroup_hierarchy=1, or mount cgroup2.',
  },
  'cgroup-read-only': {
    reason: 'No control group can be made.',
    mend: 'Mount cgroup version 2 writable; in a container, give it a writable cgroup namespace.',
  },
  'no-bpftool': { reason: 'The command bpftool is missing.', mend: 'Install bpftool.' },
  'bpftool-mismatch': {
    reason: 'The command bpftool does not list what is attached on this kernel.',
    mend: "Install the bpftool of the kernel's own release.",
  },
  'no-btf': {
    reason: 'The kernel does not describe its types.',
    mend: 'Boot a kernel built with CONFIG_DEBUG_INFO_BTF; those of Debian 11 and later are.',
  },
  lockdown: {
    reason: 'Kernel lockdown forbids the filter to see which program runs.',
    mend: 'Boot with lockdown=integrity, which Secure Boot allows as well.',
  },
  'kernel-too-old': { reason: 'The kernel is too old.', mend: 'The filter needs Linux 5.10 or newer.' },
  'object-damaged': {
    reason: 'The compiled filter is not the one that the agent was shipped with.',
    mend: 'Install the agent again.',
  },
  memlock: {
    reason: 'The agent may lock too little memory.',
    mend: "Set LimitMEMLOCK=infinity in the agent's unit.",
  },
  'foreign-hooks': {
    reason: 'The kernel does not let the filter attach beside what is attached already.',
    mend: 'Look with bpftool cgroup tree for another tool that holds the hooks of a parent group.',
  },
  'load-refused': {
    reason: 'The kernel refuses the filter.',
    mend: 'Report this with the output of vipfarm-agent probe --json.',
  },
}

export const enforcement = {
  title: 'Enforcement',
  driver: 'Driver in force',
  why: 'Why',
  mend: 'What to do',
  told: 'The agent says',
  drivers: {
    bpf: 'Kernel filter',
    preload: 'Compatibility library',
    none: 'None: reports only',
  },
  driverHelp: {
    bpf: 'The kernel changes the calls of every listed program, however it was built.',
    preload:
      'A library loaded into launched sessions. It is compatibility, not enforcement: static programs do not load it, and users can leave it out.',
    none: 'Sessions are reported, and no program is given another address.',
  },
  bySource,
  proof: 'Proof',
  proved: 'works in this session',
  disproved: 'does not work in this session',
  wrong: (checks: string) => `Not as it should be: ${checks}.`,
  notYet: 'not tried yet',
  uncovered: 'Not covered',
  uncoveredBy: {
    names:
      'The calls that ask for names: the session was not launched by the agent and shares the hosts file of the host.',
    'user-manager':
      'Programs that systemd starts for the user outside the session: the user has several sessions, and they belong to none.',
    'static-programs':
      'Programs that load no libraries, setuid programs and those whose user leaves the library out.',
  } as Record<string, string>,
}
