# Functions for the real xrdp with users of its own.

# add_people FOLDER ETC USER...: to the files of ETC, with a home in FOLDER where each program is told what to do
add_people() {
  homes=$1 etc=$2 uid=42000
  shift 2
  for user in "$@"; do
    uid=$((uid + 1))
    echo "$user:x:$uid:$uid::$homes/$user:/bin/sh" >>"$etc/passwd"
    echo "$user:x:$uid:" >>"$etc/group"
    echo "$user:$(openssl passwd -6 "of-$user"):20000:0:99999:7:::" >>"$etc/shadow"
    mkdir "$homes/$user"
    mkfifo "$homes/$user/say-crm" "$homes/$user/say-other"
    chown -R "$uid:$uid" "$homes/$user"
  done
}

# serve_people FOLDER PORT SESMAN-PORT USER...: xrdp and a client of each user, whose session runs FOLDER/desktop.
# Prints a line when people can log on.
serve_people() {
  folder=$1 port=$2 manager_port=$3
  shift 3
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
}
