// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.omdb.bench.contender.IndexAccess;

/**
 * The task of a started JVM, which it gets as the arguments of {@link MemoryChild}.
 *
 * @param contender name of the contender
 * @param index folder of the index
 * @param queries file of queries to read
 * @param answers folder for files of ids, one for each fanout
 * @param warmUpSearches number of searches before and again after omdb's code is compiled
 * @param fanouts with which the warm-up searches
 * @param access how the index is read
 */
record MemoryTask(
    String contender,
    Path index,
    Path queries,
    Path answers,
    int warmUpSearches,
    List<Integer> fanouts,
    IndexAccess access) {

  /** The file of the ids that were found with a fanout. */
  Path answer(int fanout) {
    return answers.resolve("ids-" + fanout);
  }

  List<String> arguments() {
    return List.of(
        contender,
        index.toString(),
        queries.toString(),
        answers.toString(),
        Integer.toString(warmUpSearches),
        fanouts.stream().map(String::valueOf).collect(Collectors.joining(",")),
        access.kind().name(),
        access.advice().name());
  }

  static MemoryTask parse(String[] arguments) {
    return new MemoryTask(
        arguments[0],
        Path.of(arguments[1]),
        Path.of(arguments[2]),
        Path.of(arguments[3]),
        Integer.parseInt(arguments[4]),
        Arrays.stream(arguments[5].split(",")).map(Integer::valueOf).toList(),
        new IndexAccess(
            IndexAccess.Kind.valueOf(arguments[6]), IndexAccess.Advice.valueOf(arguments[7])));
  }
}
