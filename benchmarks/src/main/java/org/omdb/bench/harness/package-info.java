// SPDX-License-Identifier: Apache-2.0
/**
 * Measures contenders.
 *
 * <p>A {@link org.omdb.bench.harness.Scenario} says what to do with a set. Start with {@code
 * SetRun}, which measures all contenders on one set in one scenario. {@code ContenderRun} has all
 * measurements of one contender, and {@code ViewTurn} searches. Two scenarios are different: {@code
 * GenerationsRun} measures an index that changes, and {@code StartRun} the first searches of a new
 * JVM; {@code org.omdb.bench.memory} and {@code org.omdb.bench.throughput} have two more. {@link
 * org.omdb.bench.harness.Bench} runs them, and {@link org.omdb.bench.harness.Results} has the
 * figures.
 */
package org.omdb.bench.harness;
