# shellcheck shell=bash
# Commands that a file or one HTTP request answers.

help_status() {
  cat <<'TEXT'
Usage: croft status

Says whether the server of this home serves. Exit status: 0 when it answers, 1 when it runs but
does not answer, 3 when it is stopped.

Examples:
  croft status
  croft status && aws s3 ls
TEXT
}

croft_status() {
  local pid endpoint
  [[ $# -eq 0 ]] || usage_error "status takes no arguments" "see: croft status --help"
  if ! pid=$(server_pid); then
    printf 'stopped  %s\n' "$croft_home"
    return 3
  fi
  endpoint=$(value_of endpoint "$(server_file)")
  if is_healthy "$endpoint"; then
    printf 'running  %s  pid %s  region %s  account %s\n' "$endpoint" "$pid" \
      "$(value_of region "$(server_file)")" "$(value_of account "$(server_file)")"
  else
    printf 'not answering  %s  pid %s\n' "$endpoint" "$pid"
    return 1
  fi
}

# Prints one value of the credentials file, which has the form of ~/.aws/credentials.
credential() {
  value_of "$1" "$croft_home/credentials"
}

# Sets endpoint, region, access_key and secret_key of the running server.
read_connection() {
  local file
  server_pid >/dev/null || fail "no server runs for $croft_home" "start one: croft up -d"
  file=$(server_file)
  endpoint=$(value_of endpoint "$file")
  region=$(value_of region "$file")
  access_key=$(credential aws_access_key_id) || fail_without_credentials
  secret_key=$(credential aws_secret_access_key) || fail_without_credentials
}

fail_without_credentials() {
  fail "no readable credentials in $croft_home/credentials" \
    "run this as the user who ran \`croft up\`"
}

help_env() {
  cat <<'TEXT'
Usage: croft env

Prints the exports that point the AWS CLI and SDKs at this Croft, with the credentials of the
account's root.

Examples:
  eval "$(croft env)"
  croft env > croft.sh
TEXT
}

croft_env() {
  local endpoint region access_key secret_key
  [[ $# -eq 0 ]] || usage_error "env takes no arguments" "see: croft env --help"
  read_connection
  printf 'export AWS_ENDPOINT_URL=%s\n' "$(shell_quote "$endpoint")"
  printf 'export AWS_ACCESS_KEY_ID=%s\n' "$(shell_quote "$access_key")"
  printf 'export AWS_SECRET_ACCESS_KEY=%s\n' "$(shell_quote "$secret_key")"
  printf 'export AWS_DEFAULT_REGION=%s\n' "$(shell_quote "$region")"
  printf 'export AWS_REGION=%s\n' "$(shell_quote "$region")"
  # Left over from another account, these would win over the keys or spoil their signature.
  printf 'unset AWS_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN\n'
}

help_aws() {
  cat <<'TEXT'
Usage: croft aws ARGUMENTS

Runs the `aws` of the PATH with the endpoint, region and root credentials of this Croft. The
endpoint goes on the command line too: CLIs before 1.29 and 2.13 ignore AWS_ENDPOINT_URL.

Examples:
  croft aws ec2 describe-instances
  croft aws sts get-caller-identity
TEXT
}

croft_aws() {
  local endpoint region access_key secret_key
  has_command aws || fail "no \`aws\` in the PATH" "install the AWS CLI: $(
    install_command "$(missing_packages "aws:awscli:awscli2:aws-cli:aws-cli:aws-cli")" ||
      echo 'pip install awscli'
  )"
  read_connection
  unset AWS_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN
  export AWS_ENDPOINT_URL=$endpoint AWS_DEFAULT_REGION=$region AWS_REGION=$region
  export AWS_ACCESS_KEY_ID=$access_key AWS_SECRET_ACCESS_KEY=$secret_key
  exec aws --endpoint-url "$endpoint" "$@"
}

help_logs() {
  cat <<'TEXT'
Usage: croft logs [-f] [-n LINES]

Shows the end of the server's log (100 lines), or follows it.

  -f, --follow      keep showing what is added
  -n, --lines N     begin with the last N lines

Examples:
  croft logs
  croft logs -f -n 20
TEXT
}

croft_logs() {
  local lines=100 follow=()
  while [[ $# -gt 0 ]]; do
    case $1 in
      -f | --follow) follow=(-F) ;;
      -n | --lines)
        [[ ${2:-} =~ ^[0-9]+$ ]] || usage_error "$1 needs a number" "see: croft logs --help"
        lines=$2
        shift
        ;;
      *) usage_error "logs has no option '$1'" "see: croft logs --help" ;;
    esac
    shift
  done
  [[ -r $log_file ]] || fail "no log at $log_file" "the server writes it: croft up -d"
  exec tail -n "$lines" "${follow[@]}" "$log_file"
}

help_ca() {
  cat <<'TEXT'
Usage: croft ca

Prints the certificate (PEM) of the local authority that signs Croft's TLS certificate.

Examples:
  croft ca > croft-ca.pem
  AWS_CA_BUNDLE=croft-ca.pem aws --endpoint-url https://127.0.0.1:4566 sts get-caller-identity
TEXT
}

croft_ca() {
  local certificate
  [[ $# -eq 0 ]] || usage_error "ca takes no arguments" "see: croft ca --help"
  certificate=$croft_home/tls/ca.pem
  if [[ ! -r $certificate ]] && server_pid >/dev/null; then
    # The server makes it when it is first asked for it.
    answers "$(value_of endpoint "$(server_file)")" /_croft/ca || true
  fi
  [[ -r $certificate ]] || fail "no certificate yet" "the server makes it: croft up -d"
  cat "$certificate"
}
