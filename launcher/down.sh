# shellcheck shell=bash
# croft down: stopping the server, and leaving nothing behind.

readonly stop_timeout_seconds=30

help_down() {
  cat <<'TEXT'
Usage: croft down [--purge]

Stops the server. Instances keep running, as they do when a server crashes: the next `croft up`
finds them.

  --purge   also removes every instance, network, control group, mount and all data of this home:
            nothing is left on the host

Examples:
  croft down
  croft down --purge
  CROFT_HOME=/tmp/trial croft down --purge
TEXT
}

croft_down() {
  local purge=false
  if is_in_docker; then
    [[ $# -eq 0 || $* == --purge ]] ||
      usage_error "down has no option '$*'" "see: croft down --help"
    down_in_docker "$@"
    return
  fi
  while [[ $# -gt 0 ]]; do
    case $1 in
      --purge) purge=true ;;
      *) usage_error "down has no option '$1'" "see: croft down --help" ;;
    esac
    shift
  done
  stop_server
  if $purge; then
    purge_home
  fi
}

stop_server() {
  local pid
  if ! pid=$(server_pid); then
    say "no server runs for $croft_home"
    rm -f "$(server_file)"
    return
  fi
  kill -TERM "$pid"
  if ! wait_until_gone "$pid" "$stop_timeout_seconds"; then
    say "the server did not stop within $stop_timeout_seconds s: killing it"
    kill -KILL "$pid" 2>/dev/null || true
    wait_until_gone "$pid" 10 || fail "process $pid does not end"
  fi
  rm -f "$(server_file)"
  say "stopped (pid $pid)"
}

# Removes what the server made on the host, then its files.
purge_home() {
  local data
  if [[ ! -e $croft_home ]]; then
    say "nothing to purge: $croft_home does not exist"
    return
  fi
  is_marked_as_croft "$croft_home" ||
    fail "$croft_home was not made by \`croft up\`: not removing it" \
      "remove it by hand if it is Croft's"
  data=$(option data)
  if [[ -d ${data:-$croft_home/data} ]]; then
    purge_host
  fi
  [[ -z $data ]] || remove_directory "$data"
  remove_directory "$croft_home"
}

# Lets the server's own code take away instances, networks and control groups.
purge_host() {
  local options=()
  [[ ! -r $croft_home/run/options ]] || mapfile -t options <"$croft_home/run/options"
  use_jdk
  is_built || build_jars
  "$JAVA_HOME/bin/java" "${jvm_flags[@]}" -cp "$(class_path)" croft.server.Main purge \
    "${options[@]}" ||
    fail "not everything could be removed from the host" \
      "the data in $croft_home is kept; run \`croft down --purge\` again when the cause is gone"
}

remove_directory() {
  local directory
  directory=$(readlink -f "$1")
  [[ -d $directory ]] || return 0
  if ! is_marked_as_croft "$directory"; then
    say "keeping $directory: it held other files when Croft first used it"
    return
  fi
  refuse_mounts_below "$directory"
  rm -rf --one-file-system "$directory"
  say "removed $directory"
}

# Prints what is mounted below a directory.
mounts_below() {
  [[ -e /proc/self/mountinfo ]] || return 0 # Only Linux has mounts of Croft's.
  awk -v below="$1/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo
}

# An instance's root may be a mount of the host's own: removing files through it would be fatal.
refuse_mounts_below() {
  local directory=$1 mounts
  mounts=$(mounts_below "$directory")
  [[ -z $mounts ]] || fail "still mounted below $directory, so its files are kept:" "$mounts" \
    "unmount them and run \`croft down --purge\` again"
}
