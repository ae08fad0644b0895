# shellcheck shell=bash
# Building what runs: the jars in target/croft/lib and the AOT cache beside them. Both carry a stamp
# of what they were made from, so an unchanged tree costs one `find`.

readonly built=$croft_source/target/croft
readonly built_lib=$built/lib
readonly aot_cache=$built/croft.aot

# An AOT cache serves only a JVM with the same collector, object headers and class path: the
# recording and every later start use these very flags.
#
# The heap begins small: by default it would begin with a 64th of the machine's memory, and a server
# that idles would fill that before it first collects. What the compiler took for its work at the
# start goes back to the system.
#
# The optimizing compiler waits three times as long as usual for a method to prove hot: on two cores
# what it did during a start took half as long again as the start.
readonly jvm_flags=(
  -XX:+UseSerialGC
  -Xms32m
  -XX:NewSize=8m
  -XX:TrimNativeHeapInterval=5000
  -XX:+UseCompactObjectHeaders
  -XX:-UsePerfData
  -XX:Tier4InvocationThreshold=15000
  -XX:Tier4MinInvocationThreshold=1800
  -XX:Tier4CompileThreshold=45000
  -XX:Tier4BackEdgeThreshold=120000
  -XX:+ExitOnOutOfMemoryError
  -Djava.awt.headless=true
  -Djdk.reflect.useNativeAccessorOnly=true
  -Dio.netty.jfr.enabled=false
  --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow
)

# Prints a sum over path, size and time of every file that the jars are made from.
source_stamp() {
  find "$croft_source" \( -name target -o -name .git -o -path '*/src/test' \) -prune -o \
    -type f \( -name pom.xml -o -path '*/src/main/*' -o -path '*/.mvn/*' \) \
    -exec stat -c '%n %s %Y' {} + | sort | cksum
}

is_built() {
  # In a container that the launcher filled there are jars, and no sources.
  [[ -e $built/packed ]] ||
    [[ -d $built_lib && $(cat "$built/source.stamp" 2>/dev/null) == "$(source_stamp)" ]]
}

# Makes the jars and the cache when the sources or the JDK changed; needs JAVA_HOME.
ensure_built() {
  is_built || build_jars
  has_fresh_cache || record_cache
}

build_jars() {
  local stamp started=$SECONDS
  mkdir -p "$built" 2>/dev/null || true
  [[ -w $built ]] || fail "cannot write to $built" "run this as the owner of the clone"
  use_maven
  stamp=$(source_stamp)
  say "building (the first time takes some minutes; details in target/croft/build.log)"
  rm -rf "$built_lib.new"
  if ! (
    cd "$croft_source" &&
      mvn --batch-mode --no-transfer-progress -Pdist -Dmaven.test.skip=true \
        -Dspotless.check.skip=true \
        -Dcroft.dist.directory="$built_lib.new" --projects cli --also-make package 2>&1 |
      tee "$built/build.log" | show_build_progress
  ); then
    grep -m 12 '^\[ERROR\]' "$built/build.log" >&2 || tail -n 20 "$built/build.log" >&2
    fail "the build failed" "the whole output is in $built/build.log"
  fi
  drop_signatures "$built_lib.new"
  rm -rf "$built_lib" "$aot_cache" "$built/cache.stamp"
  mv "$built_lib.new" "$built_lib"
  printf '%s\n' "$stamp" >"$built/source.stamp"
  say "built in $((SECONDS - started)) s"
}

# Packs the signed jars in a directory anew, without their signatures: a cache takes no signed
# classes, and every start would verify them all. Maven has checked what it fetched.
drop_signatures() {
  local jar unpacked
  for jar in "$1"/bc*.jar; do
    [[ -e $jar ]] || continue
    unpacked=$(mktemp -d)
    (
      cd "$unpacked"
      "$JAVA_HOME/bin/jar" --extract --file "$jar"
      rm -f META-INF/MANIFEST.MF META-INF/*.SF META-INF/*.RSA META-INF/*.DSA META-INF/*.EC
      printf 'Multi-Release: true\n' >"$unpacked.manifest"
      "$JAVA_HOME/bin/jar" --create --file "$jar" --manifest "$unpacked.manifest" .
    )
    rm -rf "$unpacked" "$unpacked.manifest"
  done
}

# Turns Maven's output into one line per module.
show_build_progress() {
  awk '/^\[INFO\] Building croft-.*\[[0-9]+\/[0-9]+\]$/ {
    printf "croft:   %s %s\n", $NF, $3 > "/dev/stderr"
  }'
}

# Prints the class path in one fixed order: the AOT cache is bound to it. First come the jars that a
# start looks something up in: to find it further behind, all others before it would be opened.
class_path() {
  local jars=("$built_lib"/croft-server-*.jar "$built_lib"/sqlite-jdbc-*.jar) jar IFS=:
  for jar in "$built_lib"/*.jar; do
    [[ $jar == "${jars[0]}" || $jar == "${jars[1]}" ]] || jars+=("$jar")
  done
  printf '%s\n' "${jars[*]}"
}

cache_stamp() {
  printf '%s %s\n' "$(cksum <"$JAVA_HOME/release")" "${jvm_flags[*]}"
}

# A machine whose recording failed tries again only after the next build or JDK change.
has_fresh_cache() {
  [[ -e $built/packed ]] ||
    [[ $(cat "$built/cache.stamp" 2>/dev/null) == "$(cache_stamp)" ]]
}

# Records the AOT cache: a server over a home of its own answers a mix of real requests, then stops.
# Where instances can run, some do so for a moment: half of what a start loads is what drives them.
# The recording is the second start of that home: most starts find instances and records.
# What the compiler learned is left out: a start would compile all of it at once, before it serves.
record_cache() {
  local home drivers=memory log=$built/cache.log
  say "recording the AOT cache (makes every later start fast)"
  ! can_run_instances || drivers=linux
  home=$(mktemp -d)
  mkdir -p "$home/run"
  (
    # However this ends, Ctrl-C included, no instance of it stays behind.
    trap clear_rehearsals EXIT
    rehearse >"$log" 2>&1 &&
      rehearse "-XX:AOTCacheOutput=$aot_cache" -XX:+UnlockDiagnosticVMOptions \
        -XX:-AOTRecordTraining >>"$log" 2>&1
  ) || rm -f "$aot_cache"
  [[ -s $aot_cache ]] ||
    say "no AOT cache was made, so starting takes longer: see target/croft/cache.log"
  cache_stamp >"$built/cache.stamp"
}

# Removes what rehearsals made; uses record_cache's home, drivers and log.
clear_rehearsals() {
  if [[ $drivers == linux ]]; then
    CROFT_HOME=$home "$JAVA_HOME/bin/java" "${jvm_flags[@]}" -cp "$(class_path)" \
      croft.server.Main purge >>"$log" 2>&1 || say "$home could not be cleared: see $log"
  fi
  if [[ -z $(mounts_below "$(readlink -f "$home")") ]]; then
    rm -rf --one-file-system "$home"
  fi
}

# Starts a server with the flags given, sends it the mix, and stops it; uses record_cache's home and
# drivers.
rehearse() {
  local pid
  CROFT_HOME=$home "$JAVA_HOME/bin/java" "${jvm_flags[@]}" "$@" -cp "$(class_path)" \
    croft.server.Main --port 0 --drivers "$drivers" </dev/null &
  pid=$!
  if wait_until_ready "$pid" "$home" 60 && train "$home"; then
    kill -TERM "$pid"
    wait "$pid" || true
  else
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" || true
    return 1
  fi
}

can_run_instances() {
  is_root && has_command crun && [[ $(option drivers) != memory ]]
}

# Sends the request mix that the cache is recorded over.
train() {
  CROFT_HOME=$1 "$JAVA_HOME/bin/java" "${jvm_flags[@]}" -XX:TieredStopAtLevel=1 \
    -cp "$(class_path)" croft.cli.Main train
}
