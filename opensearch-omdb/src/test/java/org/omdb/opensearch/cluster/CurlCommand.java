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
 * A command {@code curl} of the documentation, which a test sends to a node of its own.
 *
 * @param method of the request
 * @param path of the request, with its parameters
 * @param body null for none
 */
public record CurlCommand(String method, String path, String body) {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\\\\\n|([^\\s']+)|(\n)");
  private static final String NODE = "localhost:9200/";

  /** All commands of a page that start with {@code curl}, in their order. */
  public static List<CurlCommand> of(Path page) throws IOException {
    List<CurlCommand> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(page));
    while (block.find()) {
      List<String> words = new ArrayList<>();
      Matcher word = WORD.matcher(block.group(1));
      while (word.find()) {
        if (word.group(3) != null) {
          addCommand(words, commands);
        } else if (word.group(1) != null || word.group(2) != null) {
          words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
      }
      addCommand(words, commands);
    }
    return commands;
  }

  private static void addCommand(List<String> words, List<CurlCommand> commands) {
    if (words.isEmpty() == false && words.get(0).equals("curl")) {
      commands.add(of(words));
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
