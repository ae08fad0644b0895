# shellcheck shell=bash
# The server in a container beside a Docker engine: where the engine runs in a virtual machine, as on
# macOS, that is where the kernel is that containers and their networks live under.
#
# The container is made of an image with a JDK, with Croft copied in, and waits; the launcher that was
# copied starts and stops the server in it, and most commands are passed on to that launcher. State
# lies in a directory of the engine's machine, mounted shared at the same path in the container: the
# engine is told paths of network namespaces below it.

readonly docker_source=/croft
readonly docker_engine_socket=/run/croft-engine.sock
# What making namespaces, mounts and networks takes, and no device of the machine: less than
# --privileged.
readonly docker_rights=(
  --cap-add SYS_ADMIN --cap-add NET_ADMIN --cap-add SYS_PTRACE --cap-add DAC_READ_SEARCH
  --security-opt seccomp=unconfined --security-opt apparmor=unconfined
  --security-opt systempaths=unconfined
)
readonly docker_file=$croft_home/run/in-docker

is_in_docker() {
  [[ -r $docker_file ]]
}

is_macos() {
  [[ $(uname -s) == Darwin ]]
}

# Prints a fact that `up --in-docker` wrote down.
docker_fact() {
  value_of "$1" "$docker_file"
}

# Runs the docker client against the engine of this home.
engine() {
  local socket
  socket=$(docker_fact client) || socket=
  if [[ -n $socket ]]; then docker --host "unix://$socket" "$@"; else docker "$@"; fi
}

# Runs the launcher in the container. A terminal is passed on where there is one.
in_container() {
  local flags=(--interactive)
  [[ ! -t 0 || ! -t 1 ]] || flags+=(--tty)
  engine exec "${flags[@]}" "$(docker_fact name)" "$docker_source/croft" "$@"
}

container_runs() {
  [[ $(engine container inspect --format '{{.State.Running}}' "$(docker_fact name)" 2>/dev/null) == true ]]
}

# croft up --in-docker [OPTIONS of up]: takes what is left of up's arguments.
up_in_docker() {
  local image=$1
  shift
  has_command docker || fail "no \`docker\` in the PATH" "install Docker, or Docker Desktop"
  prepare_home
  lock_home
  use_jdk
  write_docker_facts "$image" "$@"
  engine version >/dev/null 2>&1 ||
    abandon_docker "no engine answers the docker client" "start Docker, or set DOCKER_HOST"
  engine image inspect "$image" >/dev/null 2>&1 ||
    abandon_docker "the engine has no image $image, which the server is to run in" \
      "docker pull $image, or name another one that has a JDK $java_release: --server-image"
  is_built || build_jars
  start_container
  in_container up --detach --drivers docker --docker-socket "$docker_engine_socket" \
    "${docker_arguments[@]}" ||
    fail "the server does not start in the container $(docker_fact name)" \
      "\`croft logs\` may tell why; \`croft down\` removes the container"
}

abandon_docker() {
  rm -f "$docker_file"
  fail "$@"
}

# Keeps what later commands need. Sets docker_arguments: up's options without those about the engine.
write_docker_facts() {
  local image=$1 argument id client='' socket=/var/run/docker.sock port=4566
  shift
  docker_arguments=()
  [[ ${DOCKER_HOST:-} != unix://* ]] || client=${DOCKER_HOST#unix://}
  for argument in "$@"; do
    case $argument in
      --docker-socket=*)
        client=${argument#*=}
        client=${client#unix://}
        ;;
      --drivers=docker) ;;
      --drivers=* | --data=* | --config=* | --bind=*)
        fail "${argument%%=*} means nothing for a server in a container" "leave it out"
        ;;
      --port=*)
        port=${argument#*=}
        docker_arguments+=("$argument")
        ;;
      *) docker_arguments+=("$argument") ;;
    esac
  done
  # Where the engine is a virtual machine's, its own socket has the usual place there.
  is_macos || [[ -z $client ]] || socket=$client
  ! is_macos || docker_arguments+=(--bind=0.0.0.0)
  id=$(printf '%s' "$croft_home" | cksum)
  id=${id%% *}
  (
    umask 077
    printf '%s\n' "name=croft-server-$id" "directory=/var/lib/croft-server-$id" "image=$image" \
      "client=$client" "socket=$socket" "port=$port" >"$docker_file"
  )
}

# Makes the container anew, with what is built now in it.
start_container() {
  local name directory network=(--network host)
  name=$(docker_fact name)
  directory=$(docker_fact directory)
  # On a virtual machine's own network nothing can be reached from outside it but published ports.
  ! is_macos || network=(--publish "127.0.0.1:$(docker_fact port):$(docker_fact port)")
  share_directory "$directory"
  engine rm --force "$name" >/dev/null 2>&1 || true
  engine create --name "$name" "${docker_rights[@]}" --pid host --cgroupns host "${network[@]}" \
    --env "CROFT_HOME=$directory/home" \
    --volume "$directory:$directory:rshared" \
    --mount "type=bind,source=$(docker_fact socket),target=$docker_engine_socket" \
    --entrypoint tail "$(docker_fact image)" -f /dev/null >/dev/null ||
    fail "the engine makes no container for the server"
  copy_croft "$name"
  engine start "$name" >/dev/null || fail "the container $name does not start"
}

# What is mounted in the container below the directory must be seen by the engine. Machines that
# systemd runs share all mounts, and so do Docker Desktop's; else it is done here, where here is there.
share_directory() {
  ! is_macos || return 0
  mkdir -p "$1" || fail "$1 cannot be made" "run this as root: Croft makes networks on this machine"
  [[ $(findmnt --noheadings --output PROPAGATION --target "$1") != *shared* ]] || return 0
  { mount --bind "$1" "$1" && mount --make-shared "$1"; } ||
    fail "$1 cannot be shared with the container of the server" "run this as root"
}

# Copies the launcher and the jars, without sources: a mark says that there is nothing to build.
copy_croft() {
  local packed
  packed=$(mktemp -d)
  mkdir -p "$packed/croft/target/croft"
  cp -R "$croft_source/croft" "$croft_source/launcher" "$packed/croft/"
  cp -R "$built_lib" "$packed/croft/target/croft/lib"
  : >"$packed/croft/target/croft/packed"
  engine cp "$packed/croft" "$1:/" >/dev/null ||
    fail "Croft could not be copied into the container $1"
  rm -rf "$packed"
}

# Passes a command on to the launcher in the container.
pass_on() {
  container_runs || {
    say "the container of the server does not run: croft up"
    exit 3
  }
  case $1 in
    image) pass_on_image "$@" ;;
    # The address that it listens on in the container is no address to call.
    env | status | up) in_container "$@" | sed 's#//0\.0\.0\.0:#//127.0.0.1:#' ;;
    *) in_container "$@" ;;
  esac
}

# A file to import is copied first.
pass_on_image() {
  local name status=0 copy
  if [[ ${2:-} == import && -f ${3:-} ]]; then
    name=$(docker_fact name)
    copy=/tmp/import-${3##*/}
    engine cp "$3" "$name:$copy" >/dev/null || fail "$3 could not be copied into the container"
    in_container image import "$copy" "${@:4}" || status=$?
    engine exec "$name" rm -f "$copy"
    return "$status"
  fi
  in_container "$@"
}

# Stops the server and removes its container; with --purge all that it made, and its directory.
down_in_docker() {
  if [[ ${1:-} == --purge ]] && ! container_runs; then
    # Only the server's own code knows what to take away.
    say "starting the server's container once more, to purge"
    is_built || { use_jdk && build_jars; }
    start_container
  fi
  if container_runs; then
    in_container down "$@" || fail "not everything could be removed" \
      "the container $(docker_fact name) is kept; run the command again when the cause is gone"
  else
    say "no server runs for $croft_home"
  fi
  engine rm --force "$(docker_fact name)" >/dev/null 2>&1 || true
  [[ ${1:-} == --purge ]] || return 0
  remove_shared_directory "$(docker_fact directory)"
  remove_directory "$croft_home"
}

# Takes away what share_directory made; on macOS through a container, for it lies in a virtual machine.
remove_shared_directory() {
  if is_macos; then
    engine run --rm --network none --volume "${1%/*}:/above" --entrypoint rm \
      "$(docker_fact image)" -rf --one-file-system "/above/${1##*/}" ||
      fail "$1 could not be removed from the engine's machine"
    return
  fi
  ! mountpoint -q "$1" || umount "$1" || fail "$1 is in use: nothing of it is removed"
  refuse_mounts_below "$1"
  rm -rf --one-file-system "$1"
}
