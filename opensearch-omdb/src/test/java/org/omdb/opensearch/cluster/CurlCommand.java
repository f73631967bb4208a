// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of the documentation, which a test sends to a node of its own: a command {@code curl},
 * or a method and a path with the body below.
 *
 * @param method of the request
 * @param path of the request, with its parameters
 * @param body null for none
 */
public record CurlCommand(String method, String path, String body) {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\\\\\n|(#[^\n]*)|([^\\s']+)|(\n)");
  private static final Pattern REQUEST = Pattern.compile("(?s)([A-Z]+) /?(\\S*)\\s*(.*)");
  private static final String NODE = "localhost:9200/";

  /**
   * What the blocks of code of a page have.
   *
   * @param requests in their order
   * @param others first words of all other commands, in their order
   */
  public record Page(List<CurlCommand> requests, List<String> others) {}

  /** Reads all blocks of code of a page. */
  public static Page of(Path file) throws IOException {
    Page page = new Page(new ArrayList<>(), new ArrayList<>());
    Matcher block = BLOCK.matcher(Files.readString(file));
    while (block.find()) {
      if (block.group(1).isEmpty()) {
        page.requests.add(request(block.group(2)));
      } else {
        addCommands(block.group(2), page);
      }
    }
    return page;
  }

  /** Reads a block that is one request: a line with method and path, and the body below. */
  public static CurlCommand request(String block) {
    Matcher request = REQUEST.matcher(block);
    if (request.matches() == false) {
      throw new AssertionError("neither a request nor commands: " + block);
    }
    String body = request.group(3).strip();
    return new CurlCommand(request.group(1), request.group(2), body.isEmpty() ? null : body + "\n");
  }

  private static void addCommands(String block, Page page) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(block);
    while (word.find()) {
      if (word.group(4) != null) {
        addCommand(words, page);
      } else if (word.group(1) != null || word.group(3) != null) {
        words.add(word.group(1) == null ? word.group(3) : word.group(1));
      }
    }
    addCommand(words, page);
  }

  private static void addCommand(List<String> words, Page page) {
    if (words.isEmpty()) {
      return;
    }
    if (words.get(0).equals("curl")) {
      page.requests.add(of(words));
    } else {
      page.others.add(words.get(0));
    }
    words.clear();
  }

  private static CurlCommand of(List<String> words) {
    String method = null;
    String path = null;
    String body = null;
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-X" -> method = words.get(++i);
        case "-H" -> i++;
        case "-d", "--data-binary" -> body = words.get(++i);
        default -> {
          if (words.get(i).startsWith(NODE) == false) {
            throw new AssertionError("not understood: " + words.get(i) + " in " + words);
          }
          path = words.get(i).substring(NODE.length());
        }
      }
    }
    return new CurlCommand(method == null ? (body == null ? "GET" : "POST") : method, path, body);
  }

  @Override
  public String toString() {
    return method + " " + path + (body == null ? "" : " " + body);
  }
}
