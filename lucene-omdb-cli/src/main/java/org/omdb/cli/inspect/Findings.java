// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.omdb.cli.console.Interruption;

/**
 * What a check found. All findings of one kind at one place are counted, but only the first few are
 * kept. So a file full of errors neither fills the memory nor hides other errors. For one thread.
 */
final class Findings {

  private static final int KEPT = 5;

  /** How bad it is; only a problem makes the check fail. */
  enum Severity {
    PROBLEM,
    WARNING,
    NOTE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Kind(Severity severity, String where, String check) {}

  private static final class Found {
    private final List<String> messages = new ArrayList<>();
    private long count;
  }

  /** Work on bytes that may be damaged, so that it may fail in any way. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  private final Map<Kind, Found> byKind = new LinkedHashMap<>();

  /**
   * Adds a problem: PLACE is FOUND, expected EXPECTED.
   *
   * @param where the file, or the segment and field
   * @param check the name of the check, for scripts
   * @param place what is wrong
   */
  void problem(String where, String check, String place, Object found, Object expected) {
    problem(where, check, place + " is " + found + ", expected " + expected);
  }

  void problem(String where, String check, String message) {
    add(Severity.PROBLEM, where, check, message);
  }

  void warning(String where, String check, String message) {
    add(Severity.WARNING, where, check, message);
  }

  void note(String where, String check, String message) {
    add(Severity.NOTE, where, check, message);
  }

  private void add(Severity severity, String where, String check, String message) {
    Found found = byKind.computeIfAbsent(new Kind(severity, where, check), kind -> new Found());
    if (found.count++ < KEPT) {
      found.messages.add(message);
    }
  }

  /** Does some work, and takes what it throws for a problem of the data. */
  void guard(String where, String check, Work work) {
    try {
      work.run();
    } catch (Interruption.Interrupted e) {
      throw e;
    } catch (IOException | RuntimeException | AssertionError e) {
      // The last two are how code that trusts its files fails on damaged ones.
      problem(where, check, Words.reason(e));
    }
  }

  long count(Severity severity) {
    return byKind.entrySet().stream()
        .filter(entry -> entry.getKey().severity == severity)
        .mapToLong(entry -> entry.getValue().count)
        .sum();
  }

  /** Prints each finding on a line. */
  void print(PrintWriter out) {
    byKind.forEach(
        (kind, found) -> {
          String start = kind.severity.word() + ": " + kind.where + ": ";
          found.messages.forEach(message -> out.println(start + message));
          long more = found.count - found.messages.size();
          if (more > 0) {
            out.println(start + "and " + Words.count(more) + " more of this kind");
          }
        });
  }

  /** The findings for {@code --json}. */
  List<Map<String, Object>> toJson() {
    List<Map<String, Object>> list = new ArrayList<>();
    byKind.forEach(
        (kind, found) -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("severity", kind.severity.word());
          json.put("where", kind.where);
          json.put("check", kind.check);
          json.put("count", found.count);
          json.put("messages", found.messages);
          list.add(json);
        });
    return list;
  }
}
