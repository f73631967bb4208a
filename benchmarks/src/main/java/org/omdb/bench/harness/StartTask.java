// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.nio.file.Path;
import java.util.List;

/**
 * The task of a started JVM, which it gets as the arguments of {@link StartChild}.
 *
 * @param contender name of the contender
 * @param index folder of the index
 * @param queries file of {@link ChildFiles} to read
 * @param answer file of {@link ChildFiles} to write
 * @param searches number of searches, at least 1
 * @param setting of each search
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
