// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.broadcast;

import org.opensearch.cluster.routing.ShardRouting;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentObject;

/** What one copy of a shard answers. */
public interface ShardCopy extends Writeable, ToXContentObject {

  /**
   * The copy.
   *
   * @return where it is
   */
  ShardRouting routing();
}
