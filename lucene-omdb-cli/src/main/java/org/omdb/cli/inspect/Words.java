// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.EOFException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.Printable;

/** Numbers, ids and exceptions as one line of text. */
final class Words {

  private static final int LONGEST_ID = 80;
  private static final Pattern FILE = Pattern.compile("path=\"(?:[^\"]*/)?([^\"/]+)\"");

  private Words() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String counted(long count, String singular) {
    return count(count) + " " + singular + (count == 1 ? "" : "s");
  }

  static String quote(BytesRef id) {
    return quote(id.utf8ToString());
  }

  /** In quotes, with control characters escaped, and cut off if it is long. */
  static String quote(String id) {
    boolean isLong = id.length() > LONGEST_ID;
    String shown = isLong ? id.substring(0, LONGEST_ID) : id;
    String escaped = Printable.of(shown.replace("\\", "\\\\").replace("\"", "\\\""));
    return '"' + escaped + (isLong ? "...\"" : "\"");
  }

  /** What an exception says, in one line and with the file that it is about. */
  static String reason(Throwable t) {
    if (t instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (t instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (t instanceof CorruptIndexException corrupt) {
      Matcher file = FILE.matcher(corrupt.getResourceDescription());
      return oneLine(corrupt.getOriginalMessage()) + (file.find() ? ", in " + file.group(1) : "");
    }
    if (t instanceof EOFException) {
      return "it ends too early: " + oneLine(String.valueOf(t.getMessage()));
    }
    return oneLine(t.getMessage() == null ? t.toString() : t.getMessage());
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }
}
