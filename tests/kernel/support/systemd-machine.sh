# Functions for a machine that is thrown away: a real systemd as process 1 over a copy of this one. Below
#   unshare --pid --fork --kill-child --mount --cgroup --uts --ipc --net sh STAGE.sh FOLDER ...
# FOLDER is seen inside under its own path.

# What is written below $root and $units from then on is the machine's.
make_machine() {
  folder=$1 root=$1/root
  mkdir "$folder/changes" "$root"
  mount -t tmpfs none "$folder/changes"
  mkdir "$folder/changes/upper" "$folder/changes/work"
  mount -t overlay none -o "lowerdir=/,upperdir=$folder/changes/upper,workdir=$folder/changes/work" "$root"
  # systemd empties it.
  mount -t tmpfs none "$root/tmp"
  mkdir -p "$root$folder"
  mount --bind "$folder" "$root$folder"
  units=$root/etc/systemd/system
  rm -rf "$units"
  mkdir -p "$units"
}

# unit NAME AFTER SERVICE
unit() { printf '%s\n' '[Unit]' "After=systemd-logind.service $2" '[Service]' "$3" >"$units/$1.service"; }

# start_machine NODE UNIT...: with the agent's driver, and never comes back
start_machine() {
  unit driver '' "ExecStart=$1 $folder/agent/driver.mjs $folder/state
StandardOutput=append:$folder/seen
StandardError=append:$folder/output"
  shift
  printf '%s\n' '[Unit]' 'Requires=dbus.service systemd-logind.service' \
    "Wants=systemd-user-sessions.service driver.service $*" >"$units/stage.target"
  mount -t proc proc "$root/proc"
  mount -t sysfs sys "$root/sys"
  mount -t cgroup2 none "$root/sys/fs/cgroup"
  mount -t bpf -o mode=0700 none "$root/sys/fs/bpf"
  mount --bind /dev "$root/dev"
  mount -t tmpfs none "$root/run"
  exec chroot "$root" env -i container=stage PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --unit=stage.target --log-target=console --show-status=0
}
