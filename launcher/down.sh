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
  if [[ ! -e $croft_home ]]; then
    say "nothing to purge: $croft_home does not exist"
    return
  fi
  [[ -f $croft_home/.croft-home ]] ||
    fail "$croft_home was not made by \`croft up\`: not removing it" "remove it by hand if it is Croft's"
  if [[ -d $croft_home/data ]] || value_of data "$croft_home/croft.properties" >/dev/null; then
    use_jdk
    is_built || build_jars
    "$JAVA_HOME/bin/java" "${jvm_flags[@]}" -cp "$(class_path)" croft.server.Main purge ||
      fail "not everything could be removed from the host" \
        "the data in $croft_home is kept; run \`croft down --purge\` again when the cause is gone"
  fi
  refuse_mounts_below "$(readlink -f "$croft_home")"
  rm -rf --one-file-system "$croft_home"
  say "purged: $croft_home and all that ran from it are gone"
}

# An instance's root may be a mount of the host's own: removing files through it would be fatal.
refuse_mounts_below() {
  local directory=$1 mounts
  mounts=$(awk -v below="$directory/" 'index($5, below) == 1 { print "  " $5 }' /proc/self/mountinfo)
  [[ -z $mounts ]] || fail "still mounted below $directory, so its files are kept:" "$mounts" \
    "unmount them and run \`croft down --purge\` again"
}
