// SPDX-License-Identifier: Apache-2.0
/** Formats of {@code omdb export} that are written front to back, a row after the other. */
package org.omdb.cli.export.plain;
