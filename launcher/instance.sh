# shellcheck shell=bash
# Commands of the Java client: instances, images, and the look at this machine.

# Becomes the Java client with the arguments given.
run_client() {
  use_jdk
  # What a server runs from is not replaced under it: an older client is as good.
  if [[ ! -d $built_lib ]] || { ! is_built && ! server_pid >/dev/null; }; then
    build_jars
  fi
  exec "$JAVA_HOME/bin/java" "${jvm_flags[@]}" -XX:TieredStopAtLevel=1 -cp "$(class_path)" \
    croft.cli.Main "$@"
}

is_instance_id() {
  [[ $1 =~ ^i-[0-9a-f]{8}([0-9a-f]{9})?$ ]]
}

help_ssh() {
  cat <<'TEXT'
Usage: croft ssh INSTANCE-ID

Opens a login shell as root inside a running instance, without keys or network: the way in of
whoever owns the host.

Examples:
  croft ssh i-0123456789abcdef0
TEXT
}

croft_ssh() {
  [[ $# -eq 1 ]] || usage_error "ssh takes one instance id" "see: croft ssh --help"
  is_instance_id "$1" || usage_error "'$1' is no instance id: i- and 17 hexadecimal digits"
  run_client ssh "$1"
}

help_exec() {
  cat <<'TEXT'
Usage: croft exec INSTANCE-ID -- COMMAND [ARGUMENTS]

Runs one command as root inside a running instance. Input and output pass through, and the exit
status is the command's own.

Examples:
  croft exec i-0123456789abcdef0 -- uname -a
  croft exec i-0123456789abcdef0 -- sh -c 'cat > /tmp/notes' < notes
TEXT
}

croft_exec() {
  local instance=${1:-}
  [[ -n $instance && ${2:-} == -- && $# -ge 3 ]] ||
    usage_error "exec takes an instance id, -- and a command" "see: croft exec --help"
  is_instance_id "$instance" ||
    usage_error "'$instance' is no instance id: i- and 17 hexadecimal digits"
  run_client exec "$@"
}

help_image() {
  cat <<'TEXT'
Usage: croft image import FILE --name NAME [--as DISTRIBUTION]
       croft image list
       croft image remove NAME

Registers a tar of a root file system (.tar, .tar.gz, .tar.xz or .tar.zst) as an image and prints
its id. DISTRIBUTION is what the image stands for where a public parameter or a well-known image
name is asked for: al2023, amzn2, debian-12, ubuntu-22.04 and others, or the whole name of a
parameter below /aws/service/; without it the image's own os-release says. The server must run.

Examples:
  mmdebstrap --variant=minbase --include=systemd,systemd-sysv,dbus,openssh-server,curl \
    bookworm rootfs.tar
  croft image import rootfs.tar --name debian-12-slim
  croft image import al2023.tar.xz --name amazon-linux --as al2023
  aws ec2 run-instances --instance-type t3.micro \
    --image-id resolve:ssm:/aws/service/debian/release/12/latest/amd64
  croft image list
  croft image remove debian-12-slim
TEXT
}

croft_image() {
  case ${1:-} in
    import | list | remove) run_client image "$@" ;;
    *) usage_error "image knows import, list and remove" "see: croft image --help" ;;
  esac
}

help_doctor() {
  cat <<'TEXT'
Usage: croft doctor

Looks at each capability of this machine that Croft uses, and says what a missing one costs and
how to get it. Exit status 0 when nothing that instances need is missing.

Examples:
  croft doctor
TEXT
}

croft_doctor() {
  [[ $# -eq 0 ]] || usage_error "doctor takes no arguments" "see: croft doctor --help"
  run_client doctor
}

help_account() {
  cat <<'TEXT'
Usage: croft account create NAME
       croft account list
       croft account env ACCOUNT
       croft account limit ACCOUNT [FILE | --none]

Makes further accounts, each with a root of its own. ACCOUNT is an id or a name; `default` is the
account Croft began with. `limit` adds a service control policy to an account: a document that must
allow whatever any of its principals does, the root included; --none removes all of them.

Examples:
  eval "$(croft account create staging)"
  croft account list
  eval "$(croft account env default)"
  croft account limit staging no-termination.json
TEXT
}

croft_account() {
  case ${1:-} in
    create | env) [[ $# -eq 2 ]] || usage_error "account $1 takes one name" "see: croft account --help" ;;
    list) [[ $# -eq 1 ]] || usage_error "account list takes no arguments" "see: croft account --help" ;;
    limit) [[ $# -ge 2 && $# -le 3 ]] ||
      usage_error "account limit takes an account and a file" "see: croft account --help" ;;
    *) usage_error "account has no command '${1:-}'" "see: croft account --help" ;;
  esac
  run_client account "$@"
}
