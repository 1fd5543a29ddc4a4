# People who log on over RDP to the real xrdp, on a machine of `systemd-machine.sh`.
#   unshare ... sh systemd-xrdp-stage.sh FOLDER NODE USER...
# FOLDER/desktop is what each user's session runs, FOLDER/agent/driver.mjs the agent, FOLDER/xrdp.sh is `xrdp.sh`.
set -eu
. "$(dirname "$0")/systemd-machine.sh"
. "$(dirname "$0")/xrdp.sh"
make_machine "$1"
node=$2
shift 2
add_people "$folder" "$root/etc" "$@"
unit xrdp 'systemd-user-sessions.service dbus.service' "Environment=HOME=$folder
ExecStart=/bin/sh -c '. $folder/xrdp.sh && serve_people $folder 3389 3350 $*'
StandardOutput=append:$folder/output
StandardError=append:$folder/output"
start_machine "$node" xrdp.service
