// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.file.TextInput;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/**
 * A JSON document that has records somewhere in it: an array of them, or what a program answered or
 * wrote as a whole.
 */
public final class JsonFormat implements SourceFormat {

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String description() {
    return "an array of JSON objects, or an answer of a vector database as it came";
  }

  @Override
  public boolean recognizes(FileHead head) {
    char first = head.firstCharacter();
    return (first == '{' || first == '[') && isLines(head) == false && isJson(head);
  }

  /** Whether each line is an object with a vector, as far as can be seen. */
  static boolean isLines(FileHead head) {
    return head.firstCharacter() == '{' && FirstLine.of(head, null).isRecord();
  }

  private static boolean isJson(FileHead head) {
    int start = head.textStart();
    try (JsonParser json = JsonText.parser(head, start, head.bytes().length)) {
      while (json.nextToken() != null) {}
      return true;
    } catch (JsonProcessingException e) {
      return JsonText.endsEarly(e);
    } catch (IOException e) {
      throw new AssertionError("bytes are in memory", e);
    }
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    TextInput text = new TextInput(file.window());
    JsonHead head = JsonHead.of(file.window(), columns);
    return head.layout().isColumns()
        ? JsonColumnsSource.open(file, head.layout(), columns)
        : new JsonSource(file.window(), text, head.layout(), head.record(), columns);
  }
}
