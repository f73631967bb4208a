# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# Finds a JDK, and builds what is older than its sources: for the scripts that run something. They
# set root, have fail MESSAGE and resolve FILE (the file behind symbolic links), and set -f.

needed=21
needed_by_maven=17

# The feature version of the JDK in a folder, such as 21; 0 if there is none with the vector API.
version_of() {
  version=
  if [ -n "$1" ] && [ -x "$1/bin/java" ]; then
    if [ -r "$1/release" ]; then
      if grep '^MODULES=' "$1/release" | grep -qv 'jdk\.incubator\.vector'; then
        version=0
      else
        version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
      fi
    fi
    if [ -z "$version" ]; then
      version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p')
    fi
  fi
  printf '%s\n' "${version:-0}"
}

# Sets java_home.
find_java() {
  if [ -n "${OMDB_JAVA_HOME:-}" ]; then
    java_home=$OMDB_JAVA_HOME
    [ "$(version_of "$java_home")" -ge "$needed" ] ||
      fail "OMDB_JAVA_HOME=$java_home is no JDK $needed or newer"
    return
  fi
  if [ -n "${JAVA_HOME:-}" ] && [ "$(version_of "$JAVA_HOME")" -ge "$needed" ]; then
    java_home=$JAVA_HOME
    return
  fi
  if on_path=$(command -v java); then
    java_home=$(dirname "$(dirname "$(resolve "$on_path")")")
    [ "$(version_of "$java_home")" -ge "$needed" ] && return
  fi
  java_home=
  newest=$((needed - 1))
  set +f
  for candidate in /usr/lib/jvm/* \
    "${HOME:-}"/.sdkman/candidates/java/* \
    "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/*; do
    version=$(version_of "$candidate")
    if [ "$version" -gt "$newest" ]; then
      newest=$version
      java_home=$candidate
    fi
  done
  set -f
  [ -n "$java_home" ] ||
    fail "found no JDK $needed or newer: install one, or set OMDB_JAVA_HOME to the folder of one"
}

# The Java that mvn would take by itself; empty if there is none.
java_of_maven() {
  if [ -n "${JAVA_HOME:-}" ]; then
    printf '%s\n' "$JAVA_HOME"
  elif on_path=$(command -v java); then
    dirname "$(dirname "$(resolve "$on_path")")"
  fi
}

# Prints one line that changes with the contents of any of the sources.
sum_of() {
  # shellcheck disable=SC2086 # several files
  (cd "$root" && find $1 -type f | LC_ALL=C sort | xargs cksum | cksum)
}

# Builds a module's jar if it is missing or its sources have changed: build_if_older WHAT JAR MODULE
# MODULE..., of which the first one makes the jar. Sources are compared by their times, and where
# these are newer by their contents: git gives new times to files that it writes as they were.
build_if_older() {
  what=$1
  jar=$2
  shift 2
  makes_jar=$1
  sources=pom.xml
  for module in "$@"; do
    sources="$sources $module/pom.xml $module/src/main"
  done
  stamp=$jar.sources
  since=$jar
  if [ -f "$stamp" ] && [ -n "$(find "$stamp" -newer "$jar" 2>/dev/null)" ]; then
    since=$stamp
  fi
  # shellcheck disable=SC2086 # several files
  if [ -f "$jar" ] && [ -z "$(cd "$root" && find $sources -newer "$since" 2>/dev/null)" ]; then
    # In a folder that can't be written, there is no stamp.
    [ "$since" = "$stamp" ] || (sum_of "$sources" >"$stamp") 2>/dev/null || :
    return
  fi
  sum=$(sum_of "$sources")
  if [ "$since" = "$stamp" ] && [ "$sum" = "$(cat "$stamp")" ]; then
    touch "$stamp" 2>/dev/null || :
    return
  fi
  command -v mvn >/dev/null 2>&1 ||
    fail "the $what has to be built, and there is no mvn: install Maven 3.8 or newer"
  printf '%s: building the %s, which is missing or older than its sources\n' "${0##*/}" "$what" >&2
  # Maven looks for a JDK to compile with in all variables of this form.
  JAVA_OMDB_HOME=$java_home
  export JAVA_OMDB_HOME
  if [ "$(version_of "$(java_of_maven)")" -lt "$needed_by_maven" ]; then
    JAVA_HOME=$java_home
    export JAVA_HOME
  fi
  (cd "$root" &&
    exec mvn -q -B -pl "$makes_jar" -am package -DskipTests -Dmaven.javadoc.skip=true -Dmaven.source.skip=true) >&2 ||
    fail "the build failed, see above"
  [ -f "$jar" ] || fail "the build made no $jar"
  (printf '%s\n' "$sum" >"$stamp") 2>/dev/null || :
}
