// SPDX-License-Identifier: Apache-2.0
/**
 * The page that shows a map. {@link org.omdb.cli.map.page.PageWriter} joins the resources of this
 * package: {@code map.html} and {@code map.css} are how it looks, {@code data.js} reads the parts
 * with the data, {@code view.js} draws points, {@code panel.js} fills the column beside them, and
 * {@code main.js} listens to mouse and keys.
 *
 * <p>Uses no other package of the command.
 */
package org.omdb.cli.map.page;
