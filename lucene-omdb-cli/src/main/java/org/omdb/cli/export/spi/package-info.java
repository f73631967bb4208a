// SPDX-License-Identifier: Apache-2.0
/** What a format of {@code omdb export} implements, and what it writes. */
package org.omdb.cli.export.spi;
