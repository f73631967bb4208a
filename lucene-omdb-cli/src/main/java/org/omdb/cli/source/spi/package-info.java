// SPDX-License-Identifier: Apache-2.0
/** What a file format implements. */
package org.omdb.cli.source.spi;
