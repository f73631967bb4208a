// SPDX-License-Identifier: Apache-2.0
/** JSON objects, line by line. */
package org.omdb.cli.source.json;
