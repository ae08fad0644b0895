# shellcheck shell=bash
# The server as a process: whether it lives, whether it serves.
#
# The server writes run/server (key=value lines) into its home once it serves: pid, startTime,
# endpoint, region, account, consoleUrl. A pid alone may since belong to another process, so pid and
# start time (field 22 of /proc/PID/stat, in clock ticks since boot) count together.

server_file() {
  printf '%s\n' "${1:-$croft_home}/run/server"
}

# Prints the start time of a process in clock ticks since boot.
process_start() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The command name may hold spaces and parentheses: count fields after its end.
  read -r -a fields <<<"${stat##*) }"
  printf '%s\n' "${fields[19]}"
}

# Whether the process is there and no zombie.
is_alive() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  [[ ${stat##*) } != Z* ]]
}

# Prints the pid of the living server of a home; fails when there is none.
server_pid() {
  local file pid started
  file=$(server_file "${1:-}")
  pid=$(value_of pid "$file") || return 1
  started=$(value_of startTime "$file") || return 1
  is_alive "$pid" && [[ $(process_start "$pid") == "$started" ]] && printf '%s\n' "$pid"
}

# Whether an endpoint (http://host:port) answers a GET of a path with 200.
answers() {
  local address=${1#http://} path=$2 host port status
  address=${address%%/*}
  host=${address%:*}
  port=${address##*:}
  host=${host#[}
  host=${host%]}
  {
    exec {connection}<>"/dev/tcp/$host/$port"
  } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$path" "$address" \
    >&"$connection" || true
  IFS= read -r -t 5 status <&"$connection" || status=
  exec {connection}>&-
  [[ $status == "HTTP/1.1 200"* ]]
}

is_healthy() {
  answers "$1" /_croft/health
}

# Whether the server of a home lives and answers.
is_serving() {
  server_pid "${1:-}" >/dev/null && is_healthy "$(value_of endpoint "$(server_file "${1:-}")")"
}

# Waits until process PID serves HOME, for at most SECONDS; fails when it ends or takes longer.
wait_until_ready() {
  local pid=$1 home=$2 deadline=$((SECONDS + $3)) told=$SECONDS
  while is_alive "$pid"; do
    if [[ $(server_pid "$home") == "$pid" ]] && is_serving "$home"; then
      return 0
    fi
    ((SECONDS < deadline)) || return 1
    if ((SECONDS - told >= 5)); then
      say "waiting for the server to answer"
      told=$SECONDS
    fi
    sleep 0.02
  done
  return 1
}

# Waits until process PID is gone, for at most SECONDS.
wait_until_gone() {
  local pid=$1 deadline=$((SECONDS + $2))
  while is_alive "$pid"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.05
  done
}

# Prints the value of an option as the server last started by `croft up` has it: from its command
# line, the environment or the properties file; nothing when none of them sets it.
option() {
  local key=$1 variable file value
  variable=CROFT_${key^^}
  variable=${variable//-/_}
  file=$(value_of --config "$croft_home/run/options") ||
    file=${CROFT_CONFIG:-$croft_home/croft.properties}
  value=$(value_of "--$key" "$croft_home/run/options") ||
    value=${!variable:-$(value_of "$key" "$file" || true)}
  printf '%s\n' "$value"
}

# A mark says that everything in the directory is Croft's, and may be removed by a purge.
mark_as_croft() {
  echo "All in this directory is Croft's: croft down --purge removes it." >"$1/.croft-home"
}

is_marked_as_croft() {
  [[ -f $1/.croft-home ]]
}
