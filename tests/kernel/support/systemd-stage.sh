# A real systemd as process 1 over a copy of this machine that is thrown away, with people who log on through pam_systemd.
#   unshare --pid --fork --kill-child --mount --cgroup --uts --ipc --net sh systemd-stage.sh FOLDER NODE USER...
# FOLDER/crm FOLDER/serve.py FOLDER/at/LOGON FOLDER/off-LOGON is what each logon runs, FOLDER/agent/driver.mjs the agent. A user twice logs on twice.
set -eu
folder=$1 node=$2
shift 2
root=$folder/root
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

# Without a terminal or a screen, what begins is no session of a person but one in the background.
unit() { printf '%s\n' '[Unit]' "$2" '[Service]' "$3" >"$units/$1.service"; }
wanted=
for user in "$@"; do
  chroot "$root" useradd -M "$user" 2>/dev/null || true
  name=$user
  while [ -e "$units/logon-$name.service" ]; do name=$name-again; done
  unit "logon-$name" 'After=systemd-logind.service systemd-user-sessions.service dbus.service' "User=$user
PAMName=login
Environment=XDG_SESSION_TYPE=x11 XDG_SESSION_CLASS=user
ExecStart=$folder/crm $folder/serve.py $folder/at/$name $folder/off-$name"
  wanted="$wanted logon-$name.service"
done
unit driver 'After=systemd-logind.service' "ExecStart=$node $folder/agent/driver.mjs $folder/state
StandardOutput=append:$folder/seen
StandardError=append:$folder/output"
printf '%s\n' '[Unit]' 'Requires=dbus.service systemd-logind.service' \
  "Wants=systemd-user-sessions.service driver.service$wanted" >"$units/stage.target"

mount -t proc proc "$root/proc"
mount -t sysfs sys "$root/sys"
mount -t cgroup2 none "$root/sys/fs/cgroup"
mount -t bpf none "$root/sys/fs/bpf"
mount --bind /dev "$root/dev"
mount -t tmpfs none "$root/run"
exec chroot "$root" env -i container=stage PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --system --unit=stage.target --log-target=console --show-status=0
