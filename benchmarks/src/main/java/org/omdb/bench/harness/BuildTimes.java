// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import org.omdb.bench.contender.BuildReport;
import org.omdb.bench.contender.Sizes;

/** The times of all builds of an index. A time that a contender does not report has no samples. */
final class BuildTimes {

  final Samples index = new Samples();
  final Samples flush = new Samples();
  final Samples merge = new Samples();
  final Samples forceMerge = new Samples();

  /** Time of the whole build. */
  final Samples build = new Samples();

  /** Sizes of the index of the last build. */
  Sizes sizes;

  void add(BuildReport report) {
    index.add(report.indexSeconds());
    add(report.flushSeconds(), flush);
    add(report.mergeSeconds(), merge);
    add(report.forceMergeSeconds(), forceMerge);
    build.add(
        report.indexSeconds()
            + (report.forceMergeSeconds() == null ? 0 : report.forceMergeSeconds()));
    sizes = report.sizes();
  }

  private static void add(Double seconds, Samples samples) {
    if (seconds != null) {
      samples.add(seconds);
    }
  }
}
