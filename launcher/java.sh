# shellcheck shell=bash
# Finding a JDK, and Maven to build with it.

readonly java_release=25

# The directories that are searched for JDKs after JAVA_HOME and PATH.
readonly jvm_directory=${CROFT_JVM_DIRECTORY:-/usr/lib/jvm}

# Prints the feature release of the JDK in a directory, from its `release` file: no JVM is started.
jdk_release() {
  local line version
  [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 1
  line=$(grep -m 1 '^JAVA_VERSION=' "$1/release") || return 1
  version=${line#*=}
  version=${version//\"/}
  version=${version%%[!0-9]*}
  [[ -n $version ]] && printf '%s\n' "$version"
}

is_wanted_jdk() {
  local release
  release=$(jdk_release "$1") && ((release >= java_release))
}

# Prints the home of a JDK of the wanted release or newer; fails when there is none.
find_jdk() {
  local candidate
  if [[ -n ${JAVA_HOME:-} ]] && is_wanted_jdk "$JAVA_HOME"; then
    printf '%s\n' "$JAVA_HOME"
    return
  fi
  if candidate=$(command -v java); then
    candidate=$(dirname "$(dirname "$(readlink -f "$candidate")")")
    if is_wanted_jdk "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  fi
  for candidate in "$jvm_directory"/*; do
    if is_wanted_jdk "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

# Prints the name of the system's JDK package, if it offers one of the wanted release.
offered_jdk_package() {
  local name
  case $(package_manager) in
    apt)
      for name in "openjdk-$java_release-jdk-headless" "temurin-$java_release-jdk"; do
        if apt-cache policy "$name" 2>/dev/null | grep -q 'Candidate: [0-9]'; then
          printf '%s\n' "$name"
          return
        fi
      done
      ;;
    dnf) package_exists "java-$java_release-openjdk-devel" dnf -q info ;;
    apk) package_exists "openjdk$java_release-jdk" apk info -q -e --available ;;
    pacman)
      package_exists "jdk$java_release-openjdk" pacman -Si ||
        package_exists jdk-openjdk pacman -Si
      ;;
    zypper) package_exists "java-$java_release-openjdk-devel" zypper -q info ;;
  esac
}

package_exists() {
  local name=$1
  shift
  "$@" "$name" >/dev/null 2>&1 && printf '%s\n' "$name"
}

# Sets JAVA_HOME to a JDK that builds and runs Croft, installing one when the system offers it.
use_jdk() {
  local home package
  if ! home=$(find_jdk); then
    if is_root && [[ $(package_manager) == apt ]]; then
      apt-get update -qq >/dev/null 2>&1 || true
    fi
    package=$(offered_jdk_package) || true
    [[ -n $package ]] || fail_without_jdk
    install_packages "$package" || exit 1
    home=$(find_jdk) || fail_without_jdk
  fi
  export JAVA_HOME=$home
}

fail_without_jdk() {
  fail "no JDK $java_release or newer: looked at JAVA_HOME, PATH and $jvm_directory" \
    "this system's packages offer none: install Eclipse Temurin $java_release" \
    "(https://adoptium.net) and set JAVA_HOME to its directory"
}

use_maven() {
  ensure_tools "${maven_tool[@]}" || exit 1
}

help_jdk() {
  cat <<'TEXT'
Usage: croft jdk

Prints the home directory of the JDK that Croft builds and runs with: JAVA_HOME, PATH and
/usr/lib/jvm are searched for release 25 or newer. Installs one when there is none, as root and
where the system's packages offer it.

Examples:
  croft jdk
  JAVA_HOME=$(croft jdk) mvn verify
TEXT
}

croft_jdk() {
  [[ $# -eq 0 ]] || usage_error "jdk takes no arguments" "see: croft jdk --help"
  use_jdk
  printf '%s\n' "$JAVA_HOME"
}

help_test() {
  cat <<'TEXT'
Usage: croft test [MAVEN-ARGUMENTS]

Runs `mvn verify`: format check, static analysis and all tests, real instances included. What this
machine cannot do is skipped with a line that says what and why. Installs Maven and the packages
Croft runs on when they are missing, as root; with CI=true also the servers and clients that only
tests use.

Examples:
  croft test
  croft test -pl store -am
  croft test -pl wire -am -Dtest=SigV4Test -Dsurefire.failIfNoSpecifiedTests=false
TEXT
}

croft_test() {
  use_jdk
  use_maven
  if is_root; then
    ensure_tools "${runtime_tools[@]}" || say "going on without them: their tests are skipped"
    if [[ ${CI:-} == true ]]; then
      ensure_tools "${optional_tools[@]}" "${test_tools[@]}" ||
        say "going on without them: their tests are skipped"
    fi
  fi
  cd "$croft_source"
  exec mvn --batch-mode --no-transfer-progress verify "$@"
}
