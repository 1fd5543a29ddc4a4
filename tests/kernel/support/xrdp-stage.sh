# The real xrdp and its session manager, with users of its own; what it starts ends with it, as process 1 of its namespace.
#   unshare --mount --pid --fork --kill-child --mount-proc sh xrdp-stage.sh FOLDER PORT SESMAN-PORT USER...
# FOLDER/desktop is what each user's session runs. Prints a line when people can log on.
set -eu
folder=$1 port=$2 manager_port=$3
shift 3
mount -t tmpfs tmpfs /run

for file in passwd group shadow; do cp -p "/etc/$file" "$folder/$file"; done
uid=42000
for user in "$@"; do
  uid=$((uid + 1))
  echo "$user:x:$uid:$uid::$folder/$user:/bin/sh" >>"$folder/passwd"
  echo "$user:x:$uid:" >>"$folder/group"
  echo "$user:$(openssl passwd -6 "of-$user"):20000:0:99999:7:::" >>"$folder/shadow"
  mkdir "$folder/$user"
  mkfifo "$folder/$user/say-crm" "$folder/$user/say-other"
  chown -R "$uid:$uid" "$folder/$user"
done
for file in passwd group shadow; do mount --bind "$folder/$file" "/etc/$file"; done

sed -e "s#^ListenPort=.*#ListenPort=$manager_port#" -e "s#^LogFile=.*#LogFile=$folder/sesman.log#" \
  -e 's#^EnableSyslog=.*#EnableSyslog=false#' -e 's#^EnableUserWindowManager=.*#EnableUserWindowManager=false#' \
  -e "s#^DefaultWindowManager=.*#DefaultWindowManager=$folder/desktop#" /etc/xrdp/sesman.ini >"$folder/sesman.ini"
sed -e "s#^port=3389#port=tcp://127.0.0.1:$port#" -e "s#^LogFile=.*#LogFile=$folder/xrdp.log#" \
  -e 's#^EnableSyslog=.*#EnableSyslog=false#' /etc/xrdp/xrdp.ini >"$folder/xrdp.ini"
# xrdp reads there where its session manager listens.
mount --bind "$folder/sesman.ini" /etc/xrdp/sesman.ini

exec 3>&1 >"$folder/output" 2>&1
mkfifo "$folder/screen"
Xvfb -displayfd 9 -screen 0 1280x1024x24 9>"$folder/screen" &
read -r screen <"$folder/screen"
xrdp-sesman -n -c "$folder/sesman.ini" &
xrdp -n -c "$folder/xrdp.ini" &
until grep -q 'listening to port' "$folder/xrdp.log" 2>/dev/null && [ -s "$folder/sesman.log" ]; do sleep 0.1; done
for user in "$@"; do
  HOME=$folder DISPLAY=:$screen xfreerdp "/v:127.0.0.1:$port" "/u:$user" "/p:of-$user" /cert:ignore /size:640x480 &
done
echo ready >&3
wait
