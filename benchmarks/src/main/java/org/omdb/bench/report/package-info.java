// SPDX-License-Identifier: Apache-2.0
/**
 * Turns {@code results.json} into a report for people.
 *
 * <p>Start with {@link org.omdb.bench.report.Report}. It reads {@code ReportData} and writes a
 * {@code SetSection} per set, a {@code RatioSection} of all its scenarios, a {@code GrowthSection},
 * {@code GenerationsSection}s, {@code StartSection}s, {@code MemorySection}s and {@code
 * ThroughputSection}s, and {@code Charts} beside them. {@code RecallCurve} says how much time a
 * contender needs for a given recall.
 */
package org.omdb.bench.report;
