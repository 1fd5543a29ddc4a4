# People who log on through pam_systemd, on a machine of `systemd-machine.sh`.
#   unshare ... sh systemd-stage.sh FOLDER NODE USER...
# FOLDER/crm FOLDER/serve.py FOLDER/at/LOGON FOLDER/off-LOGON is what each logon runs, FOLDER/agent/driver.mjs the agent. A user twice logs on twice.
set -eu
. "$(dirname "$0")/systemd-machine.sh"
make_machine "$1"
node=$2
shift 2

# Without a terminal or a screen, what begins is no session of a person but one in the background.
wanted=
for user in "$@"; do
  chroot "$root" useradd -M "$user" 2>/dev/null || true
  name=$user
  while [ -e "$units/logon-$name.service" ]; do name=$name-again; done
  unit "logon-$name" 'systemd-user-sessions.service dbus.service' "User=$user
PAMName=login
Environment=XDG_SESSION_TYPE=x11 XDG_SESSION_CLASS=user
ExecStart=$folder/crm $folder/serve.py $folder/at/$name $folder/off-$name"
  wanted="$wanted logon-$name.service"
done
start_machine "$node" $wanted
