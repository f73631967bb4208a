/**
 * How it is measured: read {@link org.omdb.bench.harness.SetRun} first, which takes one set through
 * all contenders, and {@link org.omdb.bench.harness.ContenderRun}, which has all measures of one.
 */
package org.omdb.bench.harness;
