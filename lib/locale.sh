# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# What a program that speaks UTF-8 needs of its surroundings: for the scripts that run Java.

# Sets a UTF-8 locale where there is none, as in containers and cron jobs. In any other locale Java
# can neither read arguments nor open files whose names are not ASCII, and no option of it helps.
set_utf8_locale() {
  [ "$(charmap)" != UTF-8 ] || return 0
  # Each system has one of the first three. Some have others only, which "locale -a" lists.
  for candidate in C.UTF-8 en_US.UTF-8 C.utf8 $(locale -a 2>/dev/null | grep -i 'utf-*8$'); do
    LC_ALL=$candidate
    export LC_ALL
    [ "$(charmap)" != UTF-8 ] || return 0
  done
  # No such locale, or no command to ask for one. The C library musl has this one always.
  LC_ALL=C.UTF-8
  export LC_ALL
}

charmap() {
  locale charmap 2>/dev/null
}

# Keeps the numbers of standard streams that are closed from becoming those of files that the
# program opens. Nothing can be written to standard output then, which the program will report.
open_closed_streams() {
  # To another number: some shells do nothing for a copy of a stream to itself, and so miss that it
  # is closed.
  { true 3<&0; } 2>/dev/null || exec </dev/null
  { true 3>&1; } 2>/dev/null || exec 1</dev/null
  { true 3>&2; } || exec 2>/dev/null
}
