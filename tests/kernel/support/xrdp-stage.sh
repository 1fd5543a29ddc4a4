# The real xrdp and its session manager, with users of its own; what it starts ends with it, as process 1 of its namespace.
#   unshare --mount --pid --fork --kill-child --mount-proc sh xrdp-stage.sh FOLDER PORT SESMAN-PORT USER...
# FOLDER/desktop is what each user's session runs. Prints a line when people can log on.
set -eu
. "$(dirname "$0")/xrdp.sh"
folder=$1 port=$2 manager_port=$3
shift 3
mount -t tmpfs tmpfs /run
for file in passwd group shadow; do cp -p "/etc/$file" "$folder/$file"; done
add_people "$folder" "$folder" "$@"
for file in passwd group shadow; do mount --bind "$folder/$file" "/etc/$file"; done
serve_people "$folder" "$port" "$manager_port" "$@"
