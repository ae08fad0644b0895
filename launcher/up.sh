# shellcheck shell=bash
# croft up: everything between a clone and a serving endpoint.

readonly log_file=$croft_home/logs/croft.log
readonly ready_timeout_seconds=120

# The server's options that take a value, as croft.example.properties explains them.
readonly server_options=(
  --account --auth --bind --blobs --config --data --disk-mounts --dns-port --docker-image
  --docker-socket --drivers --isolation --log-level --mail
  --max-request-bytes --port --public-addresses --region --speed --store
)

help_up() {
  cat <<'TEXT'
Usage: croft up [-d] [OPTIONS]

Builds Croft when its sources changed, installs missing system packages as root (or names the one
command that does), and serves until Ctrl-C. With -d it returns once the server answers.
A second `up` says that it runs.

  -d, --detach               serve in the background
  --port PORT                listen on PORT (4566); 0 takes any free one
  --bind ADDRESS             listen on ADDRESS (127.0.0.1)
  --region REGION            the region that `croft env` names (us-west-2)
  --account ID               the twelve digits of the account (123456789012)
  --auth signed|open         open takes any key pair as the account's root, on loopback only
  --isolation user-namespace|privileged
                             privileged runs instances without a user namespace of their own
  --disk-mounts on|off       off leaves volumes raw: their file systems are not mounted for instances
  --store URL                postgresql://... instead of the embedded SQLite
  --blobs URL                s3://KEY:SECRET@HOST/BUCKET instead of files for what buckets hold
  --data DIR                 keep images, volumes and state in DIR
  --public-addresses CIDR    the range that public addresses come from
  --dns-port PORT            answer DNS for Route 53's zones on 127.0.0.1 at PORT; 0 takes any free one
  --drivers linux|docker|memory
                             docker runs instances in a Docker engine or Podman's; memory runs
                             none: for API tests only
  --in-docker                run the server itself in a container beside the Docker engine, as it always
                             does on macOS, where the engine is in a virtual machine
  --server-image IMAGE       the engine's image that this container is made of (eclipse-temurin:25)
  --docker-socket PATH       the engine's unix socket (DOCKER_HOST, else the usual ones)
  --docker-image IMAGE       the engine's image behind the default AMI (debian:stable)
  --speed N                  time for cooldowns, alarms and timeouts runs N times faster (1)
  --mail URL                 hand mail over there: smtp://HOST:25?from=ADDRESS (files in the home)
  --log-level LEVEL          error, warn, info, debug or trace
  --max-request-bytes N      refuse larger request bodies
  --config FILE              read options from FILE (default: croft.properties in CROFT_HOME)

Each option can stand in the file or the environment too: see croft.example.properties.

Examples:
  croft up
  croft up -d && eval "$(croft env)" && aws ec2 describe-instances
  croft up -d --port 5000 --region eu-central-1
TEXT
}

croft_up() {
  local detach=false in_docker=false server_image=eclipse-temurin:$java_release arguments=()
  while [[ $# -gt 0 ]]; do
    case $1 in
      -d | --detach) detach=true ;;
      --in-docker) in_docker=true ;;
      --server-image=*) server_image=${1#*=} ;;
      --server-image)
        [[ $# -ge 2 ]] || usage_error "$1 needs a value" "see: croft up --help"
        server_image=$2
        shift
        ;;
      --*=*)
        is_server_option "${1%%=*}" || unknown_up_option "${1%%=*}"
        arguments+=("$1")
        ;;
      *)
        is_server_option "$1" || unknown_up_option "$1"
        [[ $# -ge 2 ]] || usage_error "$1 needs a value" "see: croft up --help"
        arguments+=("$1=$2")
        shift
        ;;
    esac
    shift
  done
  if $in_docker || is_in_docker || { is_macos && ! wants_memory "${arguments[@]}"; }; then
    up_beside_engine "$detach" "$server_image" "${arguments[@]}"
    return
  fi
  if say_when_running; then
    return
  fi
  prepare_home
  lock_home
  use_jdk
  remember_options "${arguments[@]}"
  [[ $(option drivers) == memory ]] || prepare_for_instances
  mark_data_directory
  ensure_built
  start_server "${arguments[@]}"
  if $detach; then
    say "serving in the background: \`croft logs -f\` follows it, \`croft down\` stops it"
  else
    follow_server
  fi
}

# The server in a container of a Docker engine.
up_beside_engine() {
  local detach=$1
  shift
  if is_in_docker && container_runs && in_container status >/dev/null 2>&1; then
    pass_on up --detach
    return
  fi
  up_in_docker "$@"
  $detach || say "serving in a container: \`croft logs -f\` follows it, \`croft down\` stops it"
}

wants_memory() {
  [[ " $* " == *" --drivers=memory "* || ${CROFT_DRIVERS:-} == memory ]]
}

# Makes sure of what instances need of the system, before minutes are spent on a build.
prepare_for_instances() {
  is_root || fail "instances and their networks need root" \
    "run \`sudo $croft_source/croft up\`, or add --drivers memory for the API alone"
  local tool tools=()
  for tool in "${runtime_tools[@]}"; do
    # A Docker engine brings what runs its containers.
    [[ $tool == crun:* && $(option drivers) == docker ]] || tools+=("$tool")
  done
  ensure_tools "${tools[@]}" || exit 1
  ensure_tools "${optional_tools[@]}" || say "going on without them: no volume can be encrypted"
}

is_server_option() {
  local option
  for option in "${server_options[@]}"; do
    [[ $option != "$1" ]] || return 0
  done
  return 1
}

unknown_up_option() {
  usage_error "up has no option '$1'" "\`croft up --help\` lists them"
}

# Says that a server of this home runs, if one does, once it answers.
say_when_running() {
  local pid
  pid=$(server_pid) || return 1
  wait_until_ready "$pid" "$croft_home" 10 ||
    fail "a server runs (pid $pid) but does not answer" \
      "\`croft logs\` may tell why; \`croft down\` stops it"
  say "already running (pid $pid)"
  print_banner
}

# Makes the home, for its owner's eyes only: it holds credentials and instances' disks.
prepare_home() {
  local found
  found=$(ls -A "$croft_home" 2>/dev/null || true)
  if [[ -n $found && $found != croft.properties ]] && ! is_marked_as_croft "$croft_home"; then
    fail "$croft_home is not empty, and was not made by \`croft up\`" \
      "set CROFT_HOME to a directory for Croft alone: a purge removes all of it"
  fi
  mkdir -p "$croft_home/run" "$croft_home/logs"
  chmod 700 "$croft_home"
  mark_as_croft "$croft_home"
  rm -f "$(server_file)"
}

# Holds off a second `up` until this one is through; the server does not inherit the lock.
lock_home() {
  has_command flock || return 0
  exec {home_lock}>"$croft_home/run/lock"
  flock -n "$home_lock" || fail "another \`croft up\` is starting a server for $croft_home"
}

# Keeps the options of this start, one a line: purging and entering instances need the same ones.
remember_options() {
  (umask 077 && { [[ $# -eq 0 ]] || printf '%s\n' "$@"; } >"$croft_home/run/options")
}

# Marks a data directory elsewhere as Croft's, if it was empty: only such a one is ever removed.
mark_data_directory() {
  local directory
  directory=$(option data)
  [[ $directory == /* ]] || return 0
  mkdir -p "$directory"
  [[ -n $(ls -A "$directory") ]] || mark_as_croft "$directory"
}

# Starts the server in a session of its own and waits until it serves. Sets server.
start_server() {
  local flags=("${jvm_flags[@]}") extra
  [[ ! -s $aot_cache ]] || flags+=("-XX:AOTCache=$aot_cache")
  read -r -a extra <<<"${CROFT_JAVA_OPTIONS:-}"
  ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
  [[ ! -s $log_file ]] || mv -f "$log_file" "$log_file.1"
  (umask 077 && : >"$log_file")
  if [[ -n ${home_lock:-} ]]; then
    detached "${flags[@]}" "${extra[@]}" -cp "$(class_path)" croft.server.Main "$@" {home_lock}>&- &
  else
    detached "${flags[@]}" "${extra[@]}" -cp "$(class_path)" croft.server.Main "$@" &
  fi
  server=$!
  # In a session of its own it hears no Ctrl-C: pass on what the launcher hears.
  trap 'kill -TERM "$server" 2>/dev/null || true' INT TERM HUP
  if ! wait_until_ready "$server" "$croft_home" "$ready_timeout_seconds"; then
    stop_failed_server
  fi
  print_banner
}

detached() {
  local command=("$JAVA_HOME/bin/java" "$@")
  ! has_command setsid || command=(setsid "${command[@]}")
  # Two arenas: glibc's default, eight for each core, keeps much that no thread uses any more.
  MALLOC_ARENA_MAX=2 exec "${command[@]}" </dev/null >>"$log_file" 2>&1
}

# A server that did not come up: show why, leave nothing running.
stop_failed_server() {
  local reason="the server did not answer within $ready_timeout_seconds s"
  if is_alive "$server"; then
    kill -KILL "$server" 2>/dev/null || true
  else
    reason="the server ended while starting"
  fi
  tail -n 20 "$log_file" >&2
  fail "$reason" "the whole log is in $log_file"
}

# Shows the log until the server ends or Ctrl-C asks it to.
follow_server() {
  local follower status=0
  say "Ctrl-C stops the server; instances keep running until \`croft down --purge\`"
  tail -n 0 -F "$log_file" >&2 2>/dev/null &
  follower=$!
  # A trapped signal ends `wait` early: wait again until the server itself is gone.
  while is_alive "$server"; do
    wait "$server" || status=$?
  done
  kill "$follower" 2>/dev/null || true
  # 143 is the JVM's status after SIGTERM: the stop that was asked for.
  [[ $status -eq 0 || $status -eq 143 ]] ||
    fail "the server ended with status $status" "its log is $log_file"
}

print_banner() {
  local file key
  file=$(server_file)
  printf '\n  %-12s %s\n' endpoint "$(value_of endpoint "$file")"
  printf '  %-12s %s\n' region "$(value_of region "$file")"
  printf '  %-12s %s\n' account "$(value_of account "$file")"
  if key=$(credential aws_access_key_id); then
    printf '  %-12s %s (secret in %s)\n' credentials "$key" "$croft_home/credentials"
  fi
  printf '  %-12s %s\n' console "$(value_of consoleUrl "$file" || echo "not served")"
  # shellcheck disable=SC2016 # shown as it is typed
  printf '\n  eval "$(croft env)"   then: aws ec2 describe-instances\n\n'
}
