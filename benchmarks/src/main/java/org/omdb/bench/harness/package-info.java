// SPDX-License-Identifier: Apache-2.0
/**
 * How it is measured: a {@link org.omdb.bench.harness.Scenario} says what is done with a set. Read
 * {@link org.omdb.bench.harness.SetRun} first, which takes one set through one scenario with all
 * contenders; {@link org.omdb.bench.harness.ContenderRun} has all measures of one, and {@link
 * org.omdb.bench.harness.ViewTurn} searches. {@link org.omdb.bench.harness.GenerationsRun} and
 * {@link org.omdb.bench.harness.StartRun} are the scenarios that are not of this kind.
 */
package org.omdb.bench.harness;
