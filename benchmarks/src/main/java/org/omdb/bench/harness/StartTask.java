// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.nio.file.Path;
import java.util.List;

/**
 * What a Java that has just started is to do, as the arguments of {@link StartChild}.
 *
 * @param contender its name
 * @param index folder of its index
 * @param queries file of {@link StartFiles}
 * @param answer file of {@link StartFiles} to be written
 * @param searches how many, at least 1
 * @param setting of every search
 */
record StartTask(
    String contender, Path index, Path queries, Path answer, int searches, Setting setting) {

  List<String> arguments() {
    return List.of(
        contender,
        index.toString(),
        queries.toString(),
        answer.toString(),
        Integer.toString(searches),
        Integer.toString(setting.k()),
        Integer.toString(setting.fanout()));
  }

  static StartTask parse(String[] arguments) {
    return new StartTask(
        arguments[0],
        Path.of(arguments[1]),
        Path.of(arguments[2]),
        Path.of(arguments[3]),
        Integer.parseInt(arguments[4]),
        new Setting(Integer.parseInt(arguments[5]), Integer.parseInt(arguments[6])));
  }
}
