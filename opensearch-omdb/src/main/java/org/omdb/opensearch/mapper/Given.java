// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import java.io.IOException;
import org.opensearch.core.xcontent.ToXContentFragment;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * The value of a parameter.
 *
 * @param value a number or an enum
 * @param isGiven whether the mapping has it, so that it is not just the default
 */
record Given<T>(T value, boolean isGiven) implements ToXContentFragment {

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    return builder.value(value instanceof Number ? value : value.toString());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
