// SPDX-License-Identifier: Apache-2.0
/**
 * What formats that keep tables have in common: {@link org.omdb.cli.source.table.TableChoice} says
 * which column is what.
 */
package org.omdb.cli.source.table;
