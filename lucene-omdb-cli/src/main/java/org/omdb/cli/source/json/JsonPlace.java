// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.file.StrictUtf8;
import org.omdb.cli.source.table.JsonColumn;

/** Where in a file a record is, and the words for what is wrong with it. For one thread. */
final class JsonPlace implements JsonColumn.Check {

  private final SourceFile file;
  private final boolean isLine;
  private final StrictUtf8 utf8 = new StrictUtf8();
  private long number;
  private long startOffset;

  /**
   * @param isLine whether each record is a line by itself, of which a parser sees nothing else
   */
  JsonPlace(SourceFile file, boolean isLine) {
    this.file = file;
    this.isLine = isLine;
  }

  SourceFile file() {
    return file;
  }

  /**
   * Goes to a record.
   *
   * @param number of the line from 1, or of the row from 0
   * @param startOffset of the record, as its parser counts bytes
   */
  void move(long number, long startOffset) {
    this.number = number;
    this.startOffset = startOffset;
  }

  /** Begins to measure the size of a value at an offset, as its parser counts bytes. */
  void measureFrom(long offset) {
    startOffset = offset;
  }

  /** The place in words. */
  @Override
  public String toString() {
    return isLine ? BadInput.line(number) : BadInput.row(number);
  }

  CommandFailure bad(String found, String expected) {
    return BadInput.at(file, toString(), found, expected);
  }

  /** The parser can't read on. */
  CommandFailure invalid(JsonParser json, JsonProcessingException e) {
    // An error about one of Jackson's limits has no location.
    JsonLocation location = e.getLocation() == null ? json.currentLocation() : e.getLocation();
    String place =
        BadInput.line(isLine ? number : location.getLineNr())
            + ", column "
            + location.getColumnNr();
    String found = explanation(e);
    if (JsonText.endsEarly(e)) {
      found = isLine ? "the line's end" : "the end of the file";
    }
    return CommandFailure.data(
        file + ": " + place + ": found " + found + ", expected valid JSON", e);
  }

  /** Jackson's message on one line, without its location, which counts from the line's start. */
  private static String explanation(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int source = message.indexOf("[Source");
    int bracket = source < 0 ? -1 : message.lastIndexOf(" (", source);
    String kept = bracket < 0 ? message : message.substring(0, bracket);
    return "an error (" + kept.replaceAll("[\\s\\p{Cc}]+", " ").trim() + ")";
  }

  /** Fails if the record is so large that what is kept of it may fill the memory. */
  @Override
  public void checkSize(JsonParser json) throws CommandFailure {
    if (json.currentLocation().getByteOffset() - startOffset > JsonText.MAX_RECORD_BYTES) {
      throw bad("more than " + JsonText.MAX_RECORD_BYTES + " bytes", "a vector and its columns");
    }
  }

  /** Text from JSON escapes; fails if it has half a surrogate pair, which UTF-8 can't have. */
  @Override
  public String encodable(String text) throws CommandFailure {
    if (utf8.canEncode(text) == false) {
      String found = BadInput.quote(text.replaceAll("\\p{Cs}", "?"));
      throw bad(found + " with half a surrogate pair", "what UTF-8 can encode");
    }
    return text;
  }
}
