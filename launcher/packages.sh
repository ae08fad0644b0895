# shellcheck shell=bash
# System packages: which are missing, and the one command that installs them.

# What Croft runs on, as "command:apt:dnf:apk:pacman:zypper".
readonly runtime_tools=(
  "crun:crun:crun:crun:crun:crun"
  "nft:nftables:nftables:nftables:nftables:nftables"
  "ip:iproute2:iproute:iproute2:iproute2:iproute2"
  "haproxy:haproxy:haproxy:haproxy:haproxy:haproxy"
  "mkfs.ext4:e2fsprogs:e2fsprogs:e2fsprogs:e2fsprogs:e2fsprogs"
  "nsenter:util-linux:util-linux:util-linux-misc:util-linux:util-linux"
)
# What some of it runs on: without these `up` goes on, and what needs them is refused by name.
readonly optional_tools=(
  "gocryptfs:gocryptfs:gocryptfs:gocryptfs:gocryptfs:gocryptfs"
  "fusermount3:fuse3:fuse3:fuse3:fuse3:fuse3"
)
readonly python_packages=/usr/lib/python3/dist-packages
# What the tests start beside it, by command or by path; only a CI machine gets these without being
# asked.
readonly test_tools=(
  "/usr/lib/postgresql:postgresql:postgresql-server:postgresql:postgresql:postgresql-server"
  "/usr/bin/aws:awscli:awscli2:aws-cli:aws-cli:aws-cli"
  "$python_packages/boto3:python3-boto3:python3-boto3:py3-boto3:python-boto3:python3-boto3"
  "rclone:rclone:rclone:rclone:rclone:rclone"
  "s3cmd:s3cmd:s3cmd:s3cmd:s3cmd:s3cmd"
  "shellcheck:shellcheck:ShellCheck:shellcheck:shellcheck:ShellCheck"
)
readonly maven_tool=("mvn:maven:maven:maven:maven:maven")

# Prints the package manager of this machine: apt, dnf, apk, pacman, zypper, or nothing.
package_manager() {
  local name
  for name in apt-get dnf apk pacman zypper; do
    if has_command "$name"; then
      printf '%s\n' "${name%-get}"
      return
    fi
  done
}

# Prints the packages, one a line, of those tools that this machine lacks.
missing_packages() {
  local manager tool command packages column
  manager=$(package_manager)
  case $manager in
    dnf) column=1 ;;
    apk) column=2 ;;
    pacman) column=3 ;;
    zypper) column=4 ;;
    *) column=0 ;;
  esac
  for tool in "$@"; do
    command=${tool%%:*}
    if [[ $command == /* ]]; then
      [[ -e $command ]] && continue
    elif has_command "$command"; then
      continue
    fi
    IFS=: read -r -a packages <<<"${tool#*:}"
    printf '%s\n' "${packages[$column]}"
  done
}

# Prints the command that installs the named packages here; fails when no package manager is known.
install_command() {
  case $(package_manager) in
    apt) printf 'apt-get install -y --no-install-recommends %s\n' "$*" ;;
    dnf) printf 'dnf install -y %s\n' "$*" ;;
    apk) printf 'apk add %s\n' "$*" ;;
    pacman) printf 'pacman -S --needed --noconfirm %s\n' "$*" ;;
    zypper) printf 'zypper --non-interactive install %s\n' "$*" ;;
    *) return 1 ;;
  esac
}

# Installs the named packages as root and says so; fails, saying what to run, when it cannot.
install_packages() {
  local command
  if ! command=$(install_command "$@"); then
    say "no known package manager here: install $* by hand"
    return 1
  fi
  if ! is_root; then
    say "missing system packages; install them with:" "sudo $command"
    return 1
  fi
  say "installing missing system packages: $*"
  if [[ $(package_manager) == apt ]]; then
    export DEBIAN_FRONTEND=noninteractive
    # Lists may be absent or old on a fresh machine; a failed refresh still lets the install try.
    apt-get update -qq >/dev/null 2>&1 || true
  fi
  # shellcheck disable=SC2086 # the command is a list of plain words made above
  $command >"$(install_log)" 2>&1 || {
    tail -n 5 "$(install_log)" >&2
    say "the installation failed; run it by hand to see why: $command"
    return 1
  }
}

install_log() {
  mkdir -p "$croft_source/target/croft"
  printf '%s\n' "$croft_source/target/croft/install.log"
}

# Installs what the named tools lack; quiet when nothing is missing.
ensure_tools() {
  local packages
  mapfile -t packages < <(missing_packages "$@")
  [[ ${#packages[@]} -eq 0 ]] || install_packages "${packages[@]}"
}
