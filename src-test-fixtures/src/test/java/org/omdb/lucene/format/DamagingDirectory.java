// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** Writes other bytes than it was given, in some files, where a text is written by itself. */
final class DamagingDirectory extends FilterDirectory {

  private final Predicate<String> files;
  private final String text;
  private final String instead;
  private final List<String> damaged;

  DamagingDirectory(
      Directory in, Predicate<String> files, String text, String instead, List<String> damaged) {
    super(in);
    this.files = files;
    this.text = text;
    this.instead = instead;
    this.damaged = damaged;
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    IndexOutput out = super.createOutput(name, context);
    if (files.test(name) == false) {
      return out;
    }
    return new FilterIndexOutput("damaging", name, out) {
      @Override
      public void writeBytes(byte[] b, int offset, int length) throws IOException {
        if (new String(b, offset, length, StandardCharsets.ISO_8859_1).equals(text)) {
          damaged.add(name);
          byte[] other = instead.getBytes(StandardCharsets.ISO_8859_1);
          super.writeBytes(other, 0, other.length);
        } else {
          super.writeBytes(b, offset, length);
        }
      }
    };
  }
}
