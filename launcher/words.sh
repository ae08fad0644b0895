# shellcheck shell=bash
# How the launcher speaks: progress and faults to stderr, answers to stdout.

say() {
  printf 'croft: %s\n' "$*" >&2
}

# Ends with status 1: what is wrong, then what to do, one line each.
fail() {
  printf 'croft: %s\n' "$1" >&2
  shift
  [[ $# -eq 0 ]] || printf '       %s\n' "$@" >&2
  exit 1
}

# Ends with status 2, as a command does that was called wrongly.
usage_error() {
  printf 'croft: %s\n' "$1" >&2
  shift
  [[ $# -eq 0 ]] || printf '       %s\n' "$@" >&2
  exit 2
}

has_command() {
  # System tools often live in sbin directories that a user's PATH leaves out.
  PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin command -v "$1" >/dev/null 2>&1
}

is_root() {
  [[ $(id -u) -eq 0 ]]
}

# Prints the value of KEY in a file of key=value or key = value lines; fails when there is none.
value_of() {
  local key=$1 file=$2 line name value
  [[ -r $file ]] || return 1
  while IFS= read -r line || [[ -n $line ]]; do
    name=${line%%=*}
    if [[ $line == *=* && ${name//[[:space:]]/} == "$key" ]]; then
      value=${line#*=}
      printf '%s\n' "${value#"${value%%[![:space:]]*}"}"
      return 0
    fi
  done <"$file"
  return 1
}

# Quotes a value so that any POSIX shell reads it back unchanged.
shell_quote() {
  printf "'%s'" "${1//\'/\'\\\'\'}"
}
