// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a report that a person can read out of {@code results.json}.
 *
 * <p>{@link org.omdb.bench.report.Report} is where to start: it reads {@code ReportData}, writes a
 * {@code SetSection} per set, a {@code RatioSection} of all its scenarios, a {@code GrowthSection}
 * {@code GenerationsSection}s and {@code StartSection}s, and the {@code Charts} beside. {@code
 * RecallCurve} says what a contender needs for a given recall.
 */
package org.omdb.bench.report;
