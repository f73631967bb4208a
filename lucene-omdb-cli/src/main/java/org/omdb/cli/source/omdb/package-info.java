// SPDX-License-Identifier: Apache-2.0
/** Stand-alone OMDB files. */
package org.omdb.cli.source.omdb;
